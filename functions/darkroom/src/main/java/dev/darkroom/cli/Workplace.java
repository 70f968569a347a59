package dev.darkroom.cli;

import dev.darkroom.cli.ask.HttpRegistry;
import dev.darkroom.registry.query.TargetView;
import dev.darkroom.serve.Server;
import java.util.Collection;
import java.util.List;

/** A Darkroom that works on what it is given: one that runs already, or one in this process, which ends with this. */
final class Workplace implements AutoCloseable {
    private final HttpRegistry registry;
    private final Collection<String> targets;
    private final Server own; // null when it runs elsewhere

    private Workplace(HttpRegistry registry, Collection<String> targets, Server own) {
        this.registry = registry;
        this.targets = List.copyOf(targets);
        this.own = own;
    }

    HttpRegistry registry() {
        return registry;
    }

    /** Where it publishes. */
    Collection<String> targets() {
        return targets;
    }

    @Override
    public void close() throws InterruptedException {
        registry.close();
        if (own != null) {
            own.close();
        }
    }
}
