package dev.darkroom.upload.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openstack4j.api.exceptions.ConnectionException;

/**
 * One page of a list of images.
 *
 * @param next the ID after which the next page begins; empty on the last page. Of the link to it only this is believed:
 *             a link may lead anywhere
 */
record ImagePage(List<RemoteImage> images, Optional<String> next) {
    private static final Pattern MARKER = Pattern.compile("[?&]marker=([^&]+)");

    /** @throws ConnectionException when it is no list of images: nobody must take that for an empty one */
    static ImagePage read(JsonNode json) {
        if (!json.path("images").isArray()) {
            throw new ConnectionException("what it answered is no list of images", 0, null);
        }
        var images = new ArrayList<RemoteImage>();
        json.path("images").forEach(each -> images.add(ImageJson.read(each)));
        Matcher marker = MARKER.matcher(json.path("next").asText(""));
        return new ImagePage(
                images,
                marker.find()
                        ? Optional.of(URLDecoder.decode(marker.group(1), StandardCharsets.UTF_8))
                        : Optional.empty());
    }
}
