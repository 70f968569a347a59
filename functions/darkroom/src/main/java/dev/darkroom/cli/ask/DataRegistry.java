package dev.darkroom.cli.ask;

import dev.darkroom.registry.query.FindIds;
import dev.darkroom.registry.query.Ids;
import dev.darkroom.registry.query.ImageView;
import dev.darkroom.registry.query.Query;
import dev.darkroom.registry.query.Rendering;
import dev.darkroom.registry.query.Snapshots;
import dev.darkroom.registry.query.TargetView;
import dev.darkroom.registry.query.Waiting;
import dev.darkroom.registry.store.Changes;
import dev.darkroom.registry.store.Store;
import dev.darkroom.registry.store.StoreException;
import dev.darkroom.serve.data.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.h2.jdbcx.JdbcDataSource;

/** Reads what the last process has left in the data directory. Nobody works on it: nothing is worth waiting for. */
final class DataRegistry implements Registry {
    private final DataDirectory.Hold hold;
    private final Path file;
    private final Connection open;
    private final Query query;
    private final FindIds ids;

    /** @param hold keeps others from writing to the database meanwhile; closed with this */
    DataRegistry(DataDirectory data, DataDirectory.Hold hold) {
        this.hold = hold;
        this.file = data.registryFile();
        var database = new JdbcDataSource();
        database.setURL(data.registryUrl() + ";ACCESS_MODE_DATA=r;IFEXISTS=TRUE");
        try {
            // While one connection is open, the others do not open the file anew.
            this.open = database.getConnection();
        } catch (SQLException e) {
            throw UnansweredException.terminal(
                    "the registry " + data.registryFile() + " cannot be read (SQLSTATE " + e.getSQLState() + "): "
                            + e.getMessage(),
                    e);
        }
        var changes = new Changes();
        var store = new Store(database, changes);
        var snapshots = new Snapshots(store);
        var waiting = Waiting.never(snapshots, changes);
        this.query = new Query(store, snapshots, waiting);
        this.ids = new FindIds(waiting);
    }

    @Override
    public SortedMap<String, ImageView> images() {
        return read(query::images);
    }

    @Override
    public ImageView image(String name) {
        return read(() -> query.image(name, Duration.ZERO));
    }

    @Override
    public SortedMap<String, TargetView> targets() {
        return read(query::targets);
    }

    @Override
    public SortedMap<String, TargetView> knownTargets() {
        try {
            return query.places();
        } catch (StoreException e) {
            if (e.missesTables()) {
                return new TreeMap<>(); // The first start was cut before it had made them.
            }
            throw e;
        }
    }

    @Override
    public RenderedIds ids(FindIds.Question question, Rendering rendering) {
        var found = rendering.fit(read(() -> ids.find(question)), question.names());
        return new RenderedIds(
                rendering.write(found),
                found.target().value(),
                found.pending().size(),
                found.failed().size(),
                found.missing().size(),
                Ids.some(found.missing()));
    }

    private <T> T read(Supplier<T> question) {
        try {
            return question.get();
        } catch (StoreException e) {
            if (!e.missesTables()) {
                throw e;
            }
            throw UnansweredException.terminal(
                    "the registry " + file + " lacks tables: start Darkroom once (`up` or `sync`), which makes them",
                    e);
        }
    }

    @Override
    public boolean live() {
        return false;
    }

    @Override
    public void close() {
        try (hold;
                open) {
            // Closing is all there is to do.
        } catch (SQLException | IOException e) {
            throw new UncheckedIOException(new IOException("the data directory could not be left", e));
        }
    }
}
