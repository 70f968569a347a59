package dev.darkroom.upload.openstack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openstack4j.openstack.image.v2.domain.PatchOperation;
import org.openstack4j.openstack.image.v2.domain.PatchOperation.OperationType;

/** Changes of an image as a JSON patch. */
final class ImagePatch {
    private ImagePatch() {}

    /** To add what is there already replaces it. */
    static List<PatchOperation> of(Map<String, Object> set) {
        var changes = new ArrayList<PatchOperation>();
        set.forEach((name, value) -> changes.add(new PatchOperation(OperationType.ADD, pointer(name), value)));
        return changes;
    }

    /** @param image as it is now: what it does not have is not removed */
    static List<PatchOperation> of(Map<String, Object> set, List<String> remove, RemoteImage image) {
        List<PatchOperation> changes = of(set);
        remove.stream()
                .filter(image.properties().keySet()::contains)
                .forEach(name -> changes.add(new PatchOperation(OperationType.REMOVE, pointer(name))));
        return changes;
    }

    /** RFC 6901. */
    private static String pointer(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
