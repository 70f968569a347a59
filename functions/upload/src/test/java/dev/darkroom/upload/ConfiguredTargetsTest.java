package dev.darkroom.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.TargetName;
import dev.darkroom.upload.testing.FakeTarget;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredTargetsTest {
    private final List<String> made = new ArrayList<>();

    @Test
    void aDirectoryAndACloudAreTargets() {
        Targets targets = targets(Map.of(
                "darkroom.targets.images.directory", "/srv/images",
                "darkroom.targets.arcus.cloud", "arcus-prod",
                "darkroom.targets.arcus.disk-format", "raw"));

        assertThat(made).containsExactly("cloud arcus raw arcus-prod", "directory images - /srv/images");
        assertThat(targets.all()).extracting(target -> target.name().value()).containsExactly("arcus", "images");
        assertThat(targets.named(new TargetName("arcus"))).isPresent();
        assertThat(targets.named(new TargetName("other"))).isEmpty();
    }

    @Test
    void noTargetsAreNoMistake() {
        assertThat(targets(Map.of()).all()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            images.directory=/a images.cloud=b      | darkroom.targets.images must have exactly one of darkroom.targets.images.directory and darkroom.targets.images.cloud, but has both
            images.disk-format=raw                  | darkroom.targets.images must have exactly one of darkroom.targets.images.directory and darkroom.targets.images.cloud, but has neither
            images.cloud=a images.disk-format=qcow3 | darkroom.targets.images.disk-format: disk format must be one of raw, qcow2, vmdk, vhd, vhdx, vdi, iso but is "qcow3"
            Images.cloud=a                          | darkroom.targets.Images: target must match [a-z0-9][a-z0-9_.-]{0,127} but is "Images"
            a.cloud=x b.cloud=x                     | darkroom.targets.b.cloud is x, as darkroom.targets.a.cloud is: one place is one target
            a.directory=/x b.directory=/y/../x      | darkroom.targets.b.directory is /x, as darkroom.targets.a.directory is: one place is one target
            """)
    void aWrongSettingIsNamed(String settings, String message) {
        var values = new HashMap<String, String>();
        for (String setting : settings.split(" ")) {
            values.put(
                    "darkroom.targets." + setting.substring(0, setting.indexOf('=')),
                    setting.substring(setting.indexOf('=') + 1));
        }

        assertThatThrownBy(() -> targets(values)).hasMessageContaining(message);
    }

    /** One of them, or what it lies in, is a link; what it names may still have to be made. */
    @ParameterizedTest
    @ValueSource(strings = {"link", "link/new/images"})
    void oneDirectoryByTwoNamesIsOnePlace(String name, @TempDir Path temp) throws IOException {
        Path real = Files.createDirectory(temp.toRealPath().resolve("real"));
        Path byLink = Files.createSymbolicLink(temp.resolve("link"), real).resolveSibling(name);
        Path same = real.resolveSibling(name.replace("link", "real"));

        assertThatThrownBy(() -> targets(Map.of(
                        "darkroom.targets.a.directory", same.toString(),
                        "darkroom.targets.b.directory", byLink.toString())))
                .hasMessageContaining(
                        "darkroom.targets.b.directory is " + same + ", as darkroom.targets.a.directory is");
    }

    @Test
    void allWrongSettingsAreNamedAtOnce() {
        assertThatThrownBy(() -> targets(Map.of(
                        "darkroom.targets.a.disk-format", "raw",
                        "darkroom.targets.b.disk-format", "raw")))
                .hasMessageContaining("darkroom.targets.a must")
                .hasMessageContaining("darkroom.targets.b must");
    }

    private Targets targets(Map<String, String> settings) {
        TargetsConfig config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .withMapping(TargetsConfig.class)
                .build()
                .getConfigMapping(TargetsConfig.class);
        return new ConfiguredTargets(new ConfiguredTargets.Factory() {
                    @Override
                    public Target directory(TargetName name, Optional<DiskFormat> format, Path directory) {
                        return make("directory", name, format, directory);
                    }

                    @Override
                    public Target cloud(TargetName name, Optional<DiskFormat> format, String cloud) {
                        return make("cloud", name, format, cloud);
                    }
                })
                .of(config);
    }

    private Target make(String kind, TargetName name, Optional<DiskFormat> format, Object place) {
        made.add(kind + " " + name + " " + format.map(DiskFormat::label).orElse("-") + " " + place);
        return new FakeTarget(name.value(), format.orElse(null));
    }
}
