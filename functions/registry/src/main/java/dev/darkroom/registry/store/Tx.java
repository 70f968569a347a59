package dev.darkroom.registry.store;

import dev.darkroom.events.Event;

/** One transaction, and the rooms that it opens. Ends with the work that it was given to. */
public final class Tx {
    private final Sql sql;
    private final Dossiers dossiers;
    private final Targets targets;
    private final Aliases aliases;
    private final Catalogues catalogues;
    private final History history;
    private final Outbox outbox;

    Tx(Sql sql) {
        this.sql = sql;
        this.dossiers = new Dossiers(sql);
        this.targets = new Targets(sql);
        this.aliases = new Aliases(sql);
        this.catalogues = new Catalogues(sql);
        this.history = new History(sql);
        this.outbox = new Outbox(sql);
    }

    public Dossiers dossiers() {
        return dossiers;
    }

    public Targets targets() {
        return targets;
    }

    public Aliases aliases() {
        return aliases;
    }

    public Catalogues catalogues() {
        return catalogues;
    }

    public History history() {
        return history;
    }

    public Outbox outbox() {
        return outbox;
    }

    /** Says something: it is published after this transaction, and only if this transaction is committed. */
    public void say(Event event) {
        outbox.add(event);
    }

    /** The number of the last change. */
    public long change() {
        return sql.rows("SELECT change FROM registry WHERE id = 1", row -> row.large("change"))
                .getFirst();
    }

    /** Writes what has been gathered; counts the change if there was one. @return whether there is something to commit */
    boolean finish() {
        history.flush();
        outbox.flush();
        if (sql.changed()) {
            sql.update("UPDATE registry SET change = change + 1 WHERE id = 1");
        }
        return sql.written();
    }
}
