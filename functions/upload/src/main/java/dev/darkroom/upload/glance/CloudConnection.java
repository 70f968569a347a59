package dev.darkroom.upload.glance;

import dev.darkroom.events.FailureException;
import dev.darkroom.upload.openstack.ImageService;
import java.util.function.Function;
import java.util.function.Supplier;

/** The image service of a cloud, connected to when it is first needed and kept. What failed is tried again the next time. */
public final class CloudConnection {
    private final Supplier<ImageService> connect;
    private ImageService kept;
    private String location;

    /**
     * @param cloud   its name in clouds.yaml
     * @param connect reads clouds.yaml and asks for a token; throws {@link FailureException}
     */
    public CloudConnection(String cloud, Supplier<ImageService> connect) {
        this.connect = connect;
        this.location = "cloud " + cloud;
    }

    /** Works with the service. */
    <T> T with(Function<ImageService, T> work) {
        return work.apply(service());
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

    private synchronized ImageService service() {
        if (kept == null) {
            ImageService connected = connect.get();
            location = connected.endpoint().toString();
            kept = connected;
        }
        return kept;
    }

    /**
     * The credentials are read anew the next time: somebody may have mended them. Work in progress goes on with the old; what
     * nobody uses any more ends its threads and connections by itself.
     */
    synchronized void forget() {
        kept = null;
    }

    /** The last endpoint that was known, or the cloud's name. */
    synchronized String location() {
        return location;
    }
}
