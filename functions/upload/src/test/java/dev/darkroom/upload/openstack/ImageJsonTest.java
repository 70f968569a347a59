package dev.darkroom.upload.openstack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ImageJsonTest {
    @Test
    void anImageIsMadePrivateWhateverItsPropertiesSay() {
        var properties = new TreeMap<>(Map.of("visibility", "community"));
        ImageId id = ImageId.of(new ImageKey("debian_12"), 0);

        var json = ImageJson.write(new NewImage(id, "n", DiskFormat.RAW, "bare", 0, 0, false, List.of(), properties));

        assertThat(json.get("visibility").textValue()).isEqualTo("private");
    }
}
