package dev.darkroom.cli.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.Visibility;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Azimuth's variables files, as their users have them, are catalogues. */
class AzimuthFilesTest {
    private static CatalogueRead read(String file) {
        DocumentSource files = new FileDocuments(new Shelf());
        return new ReadCatalogue(files)
                .read(List.of(Path.of("src/test/resources/azimuth", file).toString()));
    }

    @Test
    void theFormerVariablesAreACatalogue() {
        CatalogueRead read = read("seed-era.yml");

        assertThat(read.mistakes()).isEmpty();
        assertThat(read.name()).hasToString("seed-era");
        Map<String, ImageSpec> images = Judged.of(read).images();
        assertThat(images)
                .containsOnlyKeys(
                        "kube_1_24_2", "rocky_8_20220702", "ubuntu_2004_20220712", "workstation_20220711_2135");
        assertThat(images.get("ubuntu_2004_20220712").diskFormat()).isEqualTo(DiskFormat.RAW);
        assertThat(images.get("ubuntu_2004_20220712").sourceDiskFormat()).isEqualTo(DiskFormat.QCOW2);
        assertThat(images.get("ubuntu_2004_20220712").visibility()).isEqualTo(Visibility.COMMUNITY);
        assertThat(images.get("kube_1_24_2").diskFormat()).isEqualTo(DiskFormat.RAW);
        assertThat(images.get("workstation_20220711_2135").sourceDiskFormat()).isEqualTo(DiskFormat.QCOW2);
        assertThat(images.get("workstation_20220711_2135").tags()).containsExactly("azimuth_web_console_supported");
        ImageSpec rocky = images.get("rocky_8_20220702");
        assertThat(rocky.name()).isEqualTo("rocky-8-of-ours");
        assertThat(rocky.sourceUrl().exact()).hasToString("file:///var/lib/images/rocky%208.qcow2");
    }

    @Test
    void thePresentVariablesAreACatalogue() {
        CatalogueRead read = read("today.yml");

        assertThat(read.mistakes()).isEmpty();
        Map<String, ImageSpec> images = Judged.of(read).images();
        assertThat(images).containsOnlyKeys("debian_11", "kube_1_34", "openhpc");
        ImageSpec debian = images.get("debian_11");
        assertThat(debian.name()).isEqualTo("debian-11-generic-amd64-20220711-1073");
        assertThat(debian.diskFormat()).isEqualTo(DiskFormat.RAW);
        assertThat(debian.visibility()).isEqualTo(Visibility.SHARED);
        assertThat(debian.shareWith())
                .containsExactly("00112233445566778899aabbccddeeff", "0f1e2d3c4b5a69788796a5b4c3d2e1f0");
        assertThat(debian.checksum().digests())
                .extracting(Object::toString)
                .containsExactly("sha256:" + "a".repeat(64));
        assertThat(debian.checksum().unpacked()).hasToString("sha512:" + "b".repeat(128));
        assertThat(debian.properties())
                .isEqualTo(Map.of("hw_architecture", "x86_64", "prop1", "value1", "os_distro", "of=ours"));
        ImageSpec kube = images.get("kube_1_34");
        assertThat(kube.visibility()).isEqualTo(Visibility.PRIVATE);
        assertThat(kube.shareWith()).isEmpty();
        assertThat(kube.properties())
                .isEqualTo(Map.of(
                        "kubernetes_version", "v1.34.2",
                        "kube_version", "v1.34.2",
                        "os_distro", "of=ours",
                        "prop1", "value1"));
        assertThat(images.get("openhpc").properties()).doesNotContainKeys("kube_version");
        assertThat(kube.checksum().sums()).hasToString("https://images.example.org/SHA256SUMS");
        assertThat(images.get("openhpc").checksum().digests()).isEmpty();
    }
}
