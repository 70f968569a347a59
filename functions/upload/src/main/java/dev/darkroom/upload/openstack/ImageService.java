package dev.darkroom.upload.openstack;

import dev.darkroom.events.Digest;
import dev.darkroom.events.ImageId;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * The image service (Glance) of one cloud, as one project sees it. Safe for use by many threads.
 *
 * <p>Every method throws {@link dev.darkroom.events.FailureException}: {@code target-unauthorized} (401 after a renewed
 * token, 403), {@code quota-exceeded} (413), {@code target-refused} (another 4xx), {@code target-unavailable} (no
 * connection, a timeout, 3xx, 405, 429 or 5xx, 404 for all images; with the time that the service asked us to wait).
 */
public interface ImageService {
    /** The address of the service, without secrets. */
    URI endpoint();

    /** The ID of the project that the credentials are for: images that we own have it as their owner. */
    String projectId();

    /** Asks for what every image service gives: that there is no such image is said by all that stands in its place, too. */
    void requireUp();

    /** The image with this ID; empty when there is none, when it was deleted, or when it is hidden from this project. */
    Optional<RemoteImage> find(ImageId id);

    /**
     * What is kept of the images that match all of these query parameters, such as {@code owner} or a property; follows every
     * page. A project may have thousands of images, kilobytes each: of no more than one page there is more than that.
     *
     * @param kept what is to be kept of an image; empty: nothing
     */
    <T> List<T> list(Map<String, String> filters, Function<RemoteImage, Optional<T>> kept);

    /**
     * Makes a queued, private image without bytes.
     *
     * @return whether it was made; false: an image with this ID exists or once existed (409)
     */
    boolean create(NewImage image);

    /**
     * Sends the bytes of a queued image, as a stream of known length.
     *
     * @param known their sha512 where it was computed before; null: it is computed while they are sent
     * @param sent  hears how many bytes have been sent so far; quick and never throws
     * @throws dev.darkroom.events.FailureException also {@code image-conflict} when it is not queued or gone (404, 409,
     *     410). After any failure what has become of the bytes is not known: look at the image
     * @return the sha512 that the service must come to
     */
    Digest upload(ImageId id, Path file, Digest known, LongConsumer sent);

    /**
     * Changes attributes and properties in one request (JSON patch).
     *
     * @param set    field or property to its new value: text, number, truth or a list of texts; added where it is missing
     * @param remove properties that are to go; it is no error when one is gone already
     * @throws dev.darkroom.events.FailureException also {@code image-missing} when the image is gone (404)
     */
    RemoteImage update(RemoteImage image, Map<String, Object> set, List<String> remove);

    /** Deletes an image, a protected one too; nothing there is success. */
    void delete(ImageId id);

    /** Shares a {@code shared} image with exactly these projects: adds those that are missing, removes the others. */
    void share(ImageId id, List<String> projects);
}
