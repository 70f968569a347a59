package dev.darkroom.upload.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.openstack4j.core.transport.ClientConstants;
import org.openstack4j.openstack.image.v2.domain.GlanceImageUpdate;
import org.openstack4j.openstack.image.v2.domain.PatchOperation;
import org.openstack4j.openstack.image.v2.internal.BaseImageServices;

/**
 * Image calls whose JSON matters: openstack4j's own give its model of an image, which knows neither community images nor
 * hidden ones, no page but the first, and drops the properties that it has fields for. Same token, same connector.
 */
final class ImageCalls extends BaseImageServices {

    JsonNode get(String id) {
        return get(JsonNode.class, uri("/images/%s", id)).execute();
    }

    /** What the fields of an image are. */
    JsonNode schema() {
        return get(JsonNode.class, "/schemas/image").execute();
    }

    /** One page: {@code images}, and {@code next} when there are more. */
    JsonNode page(Map<String, String> query) {
        return get(JsonNode.class, "/images").params(query).execute();
    }

    JsonNode create(JsonNode image) {
        return post(JsonNode.class, "/images").json(image.toString()).execute();
    }

    JsonNode update(String id, List<PatchOperation> changes) {
        return patch(JsonNode.class, uri("/images/%s", id))
                .header(ClientConstants.HEADER_CONTENT_TYPE, ClientConstants.CONTENT_TYPE_IMAGE_V2_PATCH)
                .entity(new GlanceImageUpdate(changes))
                .execute();
    }
}
