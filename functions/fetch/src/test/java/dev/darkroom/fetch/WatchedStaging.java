package dev.darkroom.fetch;

import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.StagedFile;
import dev.darkroom.staging.Staging;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Another staging, with a record of the space that was asked of it. */
final class WatchedStaging implements Staging {
    private final Staging real;
    /** Each request for space: the file's size at that moment, and the size that it was to grow to. */
    final List<Asked> asked = new CopyOnWriteArrayList<>();

    int held;
    /** Waited for before space is there. */
    Runnable wait = () -> {};

    /** Hears what is about to be published. */
    Consumer<String> publishing = name -> {};

    private long most = Long.MAX_VALUE;

    record Asked(String file, long size, long bytes) {}

    WatchedStaging(Staging real) {
        this.real = real;
    }

    /** There is space for so much from now on. */
    void refuseAbove(long bytes) {
        most = bytes;
    }

    @Override
    public void rest(ImageKey key) {
        real.rest(key);
    }

    @Override
    public void wake(ImageKey key) {
        real.wake(key);
    }

    @Override
    public boolean othersAwaitConversion(ImageKey key) {
        return real.othersAwaitConversion(key);
    }

    @Override
    public void expect(ImageKey key, long bytes) {
        real.expect(key, bytes);
    }

    @Override
    public Reservation reserve(ImageKey key, Path file, long bytes, Purpose purpose) {
        Reservation reservation = real.reserve(key, file, bytes, purpose);
        held++;
        return new Reservation() {
            @Override
            public long reserved() {
                return reservation.reserved();
            }

            @Override
            public void resize(long wanted) {
                asked.add(new Asked(file.getFileName().toString(), file.toFile().length(), wanted));
                if (wanted > most) {
                    throw new FailureException(FailureCode.NO_SPACE, "the disk is full");
                }
                wait.run();
                reservation.resize(wanted);
            }

            @Override
            public void written(long done) {
                reservation.written(done);
            }

            @Override
            public void close() {
                held--;
                reservation.close();
            }
        };
    }

    @Override
    public Path workFile(ImageKey key, String name) {
        return real.workFile(key, name);
    }

    @Override
    public StagedFile publish(ImageKey key, Path work, String name, DiskFormat format, Digest sha512) {
        publishing.accept(name);
        return real.publish(key, work, name, format, sha512);
    }

    @Override
    public Optional<Path> find(ImageKey key, String name) {
        return real.find(key, name);
    }

    @Override
    public Set<String> published(ImageKey key) {
        return real.published(key);
    }

    @Override
    public Path open(StagedFile file, Digest sourceSha256) {
        return real.open(file, sourceSha256);
    }

    @Override
    public void sweep(ImageKey key) {
        real.sweep(key);
    }
}
