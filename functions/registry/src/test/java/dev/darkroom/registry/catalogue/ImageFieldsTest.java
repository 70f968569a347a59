package dev.darkroom.registry.catalogue;

import static dev.darkroom.registry.catalogue.Entries.SHA256;
import static dev.darkroom.registry.catalogue.Entries.SHA512;
import static dev.darkroom.registry.catalogue.Entries.URL;
import static dev.darkroom.registry.catalogue.Entries.image;
import static dev.darkroom.registry.catalogue.Entries.judge;
import static dev.darkroom.registry.catalogue.Entries.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.events.Checksum;
import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.OpenPgpSignature;
import dev.darkroom.events.SourceUri;
import dev.darkroom.events.Visibility;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the fields of a good image mean. */
class ImageFieldsTest {
    @Test
    void theSchemaSaysWhichFieldsThereAre() throws IOException {
        var none = new EntryReader("images.debian_12", Tree.Fields.NONE, new ArrayList<>());
        ImageFields.read(none);

        JsonNode schema = new ObjectMapper()
                .readTree(ImageFieldsTest.class.getResource("/schemas/catalogue.updated.v1.json"))
                .at("/$defs/fields/properties");

        assertThat(schema.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(none.known());
    }

    @Test
    void everyFieldIsTakenOver() {
        ImageSpec spec = spec(
                "name",
                "Debian 12",
                "source_disk_format",
                "vmdk",
                "container_format",
                "bare",
                "disk_format",
                "raw",
                "checksum",
                SHA256,
                "checksum_allow_weak",
                false,
                "visibility",
                "shared",
                "properties",
                Map.of("os_distro", "debian", "hw_multiqueue", true, "count", 3, "note", ""),
                "tags",
                List.of("lts", 12),
                "min_disk",
                5,
                "min_ram",
                "512",
                "hidden",
                "no",
                "protected",
                true,
                "share_with",
                List.of("0f1e2d3c"));

        assertThat(spec)
                .isEqualTo(new ImageSpec(
                        "Debian 12",
                        SourceUri.parse(URL),
                        DiskFormat.VMDK,
                        "bare",
                        DiskFormat.RAW,
                        new Checksum(List.of(Digest.parse(SHA256)), null, false, null, null),
                        Visibility.SHARED,
                        new TreeMap<>(Map.of("os_distro", "debian", "hw_multiqueue", "true", "count", "3", "note", "")),
                        List.of("12", "lts"),
                        5,
                        512,
                        false,
                        true,
                        List.of("0f1e2d3c")));
    }

    @Test
    void whatIsAbsentIsTheUsual() {
        assertThat(spec())
                .isEqualTo(new ImageSpec(
                        "debian_12",
                        SourceUri.parse(URL),
                        DiskFormat.QCOW2,
                        "bare",
                        null,
                        Checksum.NONE,
                        Visibility.COMMUNITY,
                        new TreeMap<>(),
                        List.of(),
                        null,
                        0,
                        false,
                        false,
                        List.of()));
    }

    @Test
    void defaultsAreMergedIntoEachImageAndCanBeUndone() {
        var image = image("tags", List.of("own"), "min_disk", null);
        var properties = new HashMap<String, Object>(Map.of("os_version", "12"));
        properties.put("os_admin_user", null);
        image.put("properties", properties);
        var defaults = Map.of(
                "visibility",
                "private",
                "min_disk",
                7,
                "tags",
                List.of("everybody"),
                "properties",
                List.of("os_distro=debian", "os_admin_user=debian", "os_version=11"));

        ImageSpec spec = judge(defaults, Map.of("debian_12", image), Map.of(), Map.of())
                .images()
                .get(new ImageKey("debian_12"));

        assertThat(spec.visibility()).isEqualTo(Visibility.PRIVATE);
        assertThat(spec.minDisk()).isNull();
        assertThat(spec.tags()).containsExactly("own");
        assertThat(spec.properties()).isEqualTo(Map.of("os_distro", "debian", "os_version", "12"));
    }

    @ParameterizedTest(name = "{0} wanted as {1} is {2}")
    @CsvSource({
        "a.qcow2, , QCOW2",
        "a.QCOW2.XZ, , QCOW2",
        "a.raw.gz, qcow2, RAW",
        "a.vhdx.zst, , VHDX",
        "a.vhd, , VHD",
        "a.vdi.bz2, , VDI",
        "a.vmdk, raw, VMDK",
        "a.iso, , ISO",
        "noble.img, qcow2, QCOW2",
        "openhpc-RL9-260818, raw, RAW",
    })
    void theSourceIsWhatItsNameSaysOrElseWhatIsWanted(String file, String wanted, DiskFormat format) {
        ImageSpec spec = spec("source_url", "https://example.org/" + file, "disk_format", wanted);

        assertThat(spec.sourceDiskFormat()).isEqualTo(format);
    }

    @Test
    void theDeclaredSourceFormatWinsOverTheName() {
        assertThat(spec("source_disk_format", "raw").sourceDiskFormat()).isEqualTo(DiskFormat.RAW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org/SHA256SUMS", "sha256:https://example.org/SHA256SUMS"})
    void theUrlOfASumsFileIsAChecksumAsAnsibleWritesItToo(String checksum) {
        assertThat(spec("checksum", checksum).checksum())
                .isEqualTo(
                        new Checksum(List.of(), SourceUri.parse("https://example.org/SHA256SUMS"), false, null, null));
    }

    @Test
    void aSumsFileMayHaveToBeSignedByOneOfSomeKeys() {
        String sums = "https://example.org/SHA256SUMS";
        String one = "0123 4567 89ab cdef 0123  4567 89ab cdef 0123 4567";

        assertThat(spec("checksum", sums, "checksum_signature", "clearsigned")
                        .checksum()
                        .signature())
                .isEqualTo(new OpenPgpSignature(null, List.of()));
        assertThat(spec("checksum", sums, "checksum_signature", sums + ".gpg", "checksum_signed_by", one)
                        .checksum()
                        .signature())
                .isEqualTo(new OpenPgpSignature(
                        SourceUri.parse(sums + ".gpg"), List.of("0123456789ABCDEF0123456789ABCDEF01234567")));
        assertThat(spec(
                                "checksum",
                                List.of(sums, SHA256),
                                "checksum_signature",
                                "clearsigned",
                                "checksum_signed_by",
                                List.of("B".repeat(40), "A".repeat(64)))
                        .checksum()
                        .signature()
                        .signedBy())
                .containsExactly("A".repeat(64), "B".repeat(40));
    }

    @Test
    void aBundleSignsTheSumsFileOrTheImage() {
        SourceUri bundle = SourceUri.parse("https://example.org/a.sigstore.json");
        SourceUri sums = SourceUri.parse("https://example.org/SHA256SUMS");

        assertThat(spec("cosign_bundle", bundle.toString()).checksum())
                .isEqualTo(new Checksum(List.of(), null, false, null, bundle));
        assertThat(spec("checksum", sums.toString(), "cosign_bundle", bundle.toString())
                        .checksum())
                .isEqualTo(new Checksum(List.of(), sums, false, null, bundle));
    }

    @Test
    void severalChecksumsMustAllHold() {
        Checksum checksum = spec("checksum", List.of("md5:" + "c".repeat(32), SHA256, "https://example.org/SUMS"))
                .checksum();

        assertThat(checksum.digests()).extracting(Digest::toString).containsExactly("md5:" + "c".repeat(32), SHA256);
        assertThat(checksum.sums()).hasToString("https://example.org/SUMS");
    }

    @Test
    void aWeakChecksumIsTakenAloneByExplicitChoice() {
        assertThat(spec("checksum", "md5:" + "c".repeat(32), "checksum_allow_weak", "yes")
                        .checksum()
                        .allowWeak())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".xz"})
    void theSha512OfTheUnpackedImageIsNoneOfTheDownload(String suffix) {
        Checksum checksum = spec("source_url", URL + suffix, "checksum_sha512", SHA512, "checksum", SHA256)
                .checksum();

        assertThat(checksum.digests()).extracting(Digest::toString).containsExactly(SHA256);
        assertThat(checksum.unpacked()).hasToString(SHA512);
        assertThat(spec("source_url", URL + suffix, "checksum_sha512", SHA512).checksum())
                .isEqualTo(new Checksum(List.of(), null, false, null, null, Digest.parse(SHA512)));
    }

    @Test
    void azimuthsOwnFieldsBecomePropertiesTagsAndSources() {
        ImageSpec spec = spec(
                "kubernetes_version", "v1.34.2",
                "web_console_supported", "True",
                "tags", List.of("own"),
                "local_file_path", "/data/my images/x.qcow2");

        assertThat(spec.properties()).isEqualTo(Map.of("kubernetes_version", "v1.34.2"));
        assertThat(spec.tags()).containsExactly("azimuth_web_console_supported", "own");
        assertThat(spec.sourceUrl().exact()).hasToString("file:///data/my%20images/x.qcow2");
        assertThat(spec("web_console_supported", false).tags()).isEmpty();
        assertThat(spec("local_file_path", "/data/\u00dcbung.qcow2").sourceUrl().exact())
                .hasToString("file:///data/%C3%9Cbung.qcow2");
    }
}
