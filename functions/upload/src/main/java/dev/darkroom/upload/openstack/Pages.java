package dev.darkroom.upload.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds where the next page of a list begins. */
final class Pages {
    private static final Pattern MARKER = Pattern.compile("[?&]marker=([^&]+)");

    private Pages() {}

    /** The ID after which the next page begins; empty on the last page. Of the link only this is believed. */
    static Optional<String> marker(JsonNode page) {
        Matcher marker = MARKER.matcher(page.path("next").asText(""));
        return marker.find()
                ? Optional.of(URLDecoder.decode(marker.group(1), StandardCharsets.UTF_8))
                : Optional.empty();
    }
}
