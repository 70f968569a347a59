package dev.darkroom.upload.glance;

import dev.darkroom.upload.openstack.ImageService;
import java.util.function.Supplier;

/** The image service of a cloud, connected to when it is first needed and kept. What failed is tried again the next time. */
public final class CloudConnection {
    private final Supplier<ImageService> connect;
    private ImageService service;
    private String location;

    /**
     * @param cloud   its name in clouds.yaml
     * @param connect reads clouds.yaml and asks for a token; throws {@link dev.darkroom.events.FailureException}
     */
    public CloudConnection(String cloud, Supplier<ImageService> connect) {
        this.connect = connect;
        this.location = "cloud " + cloud;
    }

    synchronized ImageService service() {
        if (service == null) {
            ImageService connected = connect.get();
            location = connected.endpoint().toString();
            service = connected;
        }
        return service;
    }

    /** The credentials are read anew the next time: somebody may have mended them. Work in progress goes on with the old. */
    synchronized void forget() {
        service = null;
    }

    /** The last endpoint that was known, or the cloud's name. */
    synchronized String location() {
        return location;
    }
}
