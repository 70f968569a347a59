package dev.darkroom.upload.glance;

import dev.darkroom.events.FailureException;
import dev.darkroom.upload.openstack.ImageService;
import java.util.function.Function;
import java.util.function.Supplier;

/** The image service of a cloud, connected to when it is first needed and kept. What failed is tried again the next time. */
public final class CloudConnection {
    private final Supplier<ImageService> connect;
    private Kept kept;
    private String location;

    /**
     * @param cloud   its name in clouds.yaml
     * @param connect reads clouds.yaml and asks for a token; throws {@link FailureException}
     */
    public CloudConnection(String cloud, Supplier<ImageService> connect) {
        this.connect = connect;
        this.location = "cloud " + cloud;
    }

    /** Works with the service, which is open until the work has ended. */
    <T> T with(Function<ImageService, T> work) {
        Kept used = enter();
        try {
            return work.apply(used.service);
        } finally {
            used.leave();
        }
    }

    /**
     * The same, and once more with a new connection if one that was kept fails: people replace credentials while we run, and
     * those that were read when it was made are then no longer good.
     */
    <T> T withOrAnew(Function<ImageService, T> work) {
        if (isKept()) {
            try {
                return with(work);
            } catch (FailureException e) {
                forget();
            }
        }
        return with(work);
    }

    private synchronized boolean isKept() {
        return kept != null;
    }

    private synchronized Kept enter() {
        if (kept == null) {
            var connected = new Kept(connect.get());
            try {
                location = connected.service.endpoint().toString();
                kept = connected;
            } finally {
                if (kept == null) {
                    connected.forget();
                }
            }
        }
        kept.enter();
        return kept;
    }

    /** The credentials are read anew the next time: somebody may have mended them. Work in progress goes on with the old. */
    synchronized void forget() {
        if (kept != null) {
            kept.forget();
            kept = null;
        }
    }

    /** The last endpoint that was known, or the cloud's name. */
    synchronized String location() {
        return location;
    }

    /** Closed when it is forgotten and nobody works with it any more: connections and threads would else pile up. */
    private static final class Kept {
        private final ImageService service;
        private int users;
        private boolean forgotten;

        private Kept(ImageService service) {
            this.service = service;
        }

        private synchronized void enter() {
            users++;
        }

        private synchronized void leave() {
            users--;
            closeUnused();
        }

        private synchronized void forget() {
            forgotten = true;
            closeUnused();
        }

        private void closeUnused() {
            if (forgotten && users == 0) {
                service.close();
            }
        }
    }
}
