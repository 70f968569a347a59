package dev.darkroom.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.testing.EventSamples;
import dev.darkroom.events.testing.Samples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageSpecTest {

    @ParameterizedTest
    @CsvSource({
        "qcow2,     , vmdk, vmdk",
        "qcow2, raw , vmdk, vmdk",
        "qcow2, raw ,     , raw",
        "qcow2,     ,     , qcow2",
        "iso  ,     , raw , iso",
        "iso  , raw ,     , iso",
    })
    void theTargetsFormatGoesBeforeTheImagesAndAnIsoStaysOne(
            String source, String wanted, String target, String expected) {
        ImageSpec spec = spec(DiskFormat.of(source), wanted == null ? null : DiskFormat.of(wanted), Map.of());

        assertThat(spec.formatAt(Optional.ofNullable(target).map(DiskFormat::of)))
                .hasToString(expected);
    }

    @Test
    void identityShowsNoSecretAndDoesNotChangeWithASignature() {
        ImageSpec full = EventSamples.fullSpec();

        assertThat(full.identity().toString()).contains("/debian-12.qcow2.xz").doesNotContain("5ec2e7");
        assertThat(full.identity().keySet())
                .containsExactly("checksum", "checksum_sha512", "disk_format", "source_disk_format", "source_url");
    }

    @Test
    void weakHashesDoNotStandAloneUnlessTheAuthorSaysSo() {
        var md5 = List.of(Digest.parse("md5:" + "ab".repeat(16)));

        assertThatThrownBy(() -> new Checksum(md5, null, false, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("md5 is too weak alone")
                .hasMessageContaining("checksum_allow_weak: true");
        assertThat(new Checksum(md5, null, true, null, null).digests()).isEqualTo(md5);
        assertThat(new Checksum(List.of(md5.getFirst(), Samples.SHA256), null, false, null, null).digests())
                .hasSize(2);
        assertThat(new Checksum(md5, null, false, null, null, Samples.SHA512).digests())
                .isEqualTo(md5);
    }

    @Test
    void propertiesThatLookAlikeAsTextAreAnotherPresentation() {
        var one = withProperties(Map.of("a", "1, b=2"));
        var two = withProperties(Map.of("a", "1", "b", "2"));

        assertThat(one.presentation()).isNotEqualTo(two.presentation());
    }

    @Test
    void keepsItsFieldsInOrderWhateverComes() {
        var spec = withProperties(Map.of("b", "2", "a", "1"));

        assertThat(spec.properties().keySet()).containsExactly("a", "b");
        assertThat(spec.tags()).containsExactly("a", "b");
        assertThatThrownBy(() -> spec.properties().put("c", "3")).isInstanceOf(UnsupportedOperationException.class);
    }

    private static ImageSpec spec(DiskFormat source, DiskFormat wanted, Map<String, String> properties) {
        return new ImageSpec(
                "a",
                SourceUri.parse(Samples.SOURCE),
                source,
                "bare",
                wanted,
                Checksum.NONE,
                Visibility.COMMUNITY,
                new TreeMap<>(properties),
                List.of("b", "a", "b"),
                null,
                0,
                false,
                false,
                List.of());
    }

    private static ImageSpec withProperties(Map<String, String> properties) {
        return spec(DiskFormat.RAW, null, properties);
    }
}
