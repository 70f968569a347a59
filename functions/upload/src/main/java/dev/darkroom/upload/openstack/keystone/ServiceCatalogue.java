package dev.darkroom.upload.openstack.keystone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.Texts;
import dev.darkroom.upload.openstack.clouds.CloudSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Finds the image service in the catalogue of services that comes with a token. */
final class ServiceCatalogue {
    private static final Pattern VERSIONED = Pattern.compile(".*/v\\d+(\\.\\d+)?");

    private final CloudSettings settings;

    ServiceCatalogue(CloudSettings settings) {
        this.settings = settings;
    }

    /**
     * The address of version 2 of the API.
     *
     * @throws FailureException {@code target-unknown} naming the region and interface, and those that there are
     */
    String imageEndpoint(JsonNode token) {
        if (settings.imageEndpoint().isPresent()) {
            return versioned(settings.imageEndpoint().get().toString());
        }
        Set<String> others = new TreeSet<>();
        for (JsonNode endpoint : endpoints(token)) {
            String region =
                    endpoint.path("region_id").asText(endpoint.path("region").asText(""));
            String facing = endpoint.path("interface").asText();
            if (facing.equals(settings.facing())
                    && settings.region().map(region::equals).orElse(true)) {
                return versioned(endpoint.path("url").asText());
            }
            others.add(facing + " in " + region);
        }
        throw new FailureException(
                FailureCode.TARGET_UNKNOWN,
                "cloud " + settings.name() + ": Keystone's catalogue has no image service with interface "
                        + settings.facing() + " in "
                        + settings.region().map(r -> "region " + Texts.quote(r)).orElse("any region")
                        + (others.isEmpty()
                                ? "; it has none at all"
                                : "; it has " + Texts.clean(String.join(", ", others))
                                        + ": set region_name and interface"));
    }

    private static List<JsonNode> endpoints(JsonNode token) {
        var endpoints = new ArrayList<JsonNode>();
        for (JsonNode service : token.path("catalog")) {
            if (service.path("type").asText().equals("image")) {
                service.path("endpoints").forEach(endpoints::add);
            }
        }
        return endpoints;
    }

    private String versioned(String url) {
        String bare = url.replaceFirst("/+$", "");
        try {
            URI uri = URI.create(VERSIONED.matcher(bare).matches() ? bare : bare + "/v2");
            if (uri.getHost() != null && uri.getRawUserInfo() == null) {
                return uri.toString();
            }
        } catch (IllegalArgumentException e) {
            // Said below, as for an address that lacks its host.
        }
        throw new FailureException(
                FailureCode.TARGET_UNKNOWN,
                "cloud " + settings.name() + ": the image service's address is no URL: " + Texts.quote(url));
    }
}
