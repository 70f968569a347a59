package dev.darkroom.registry.catalogue;

import static dev.darkroom.registry.catalogue.Entries.SHA256;
import static dev.darkroom.registry.catalogue.Entries.image;
import static dev.darkroom.registry.catalogue.Entries.judge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.darkroom.events.CatalogueRefused;
import dev.darkroom.events.FailureCode;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an image must not say, field by field, and what is answered. */
class RefusedFieldsTest {
    private static Arguments row(String field, Object value, String... fragments) {
        return arguments(field, value, fragments);
    }

    static Stream<Arguments> text() {
        return Stream.of(
                row("name", "", "name must not be empty"),
                row("name", "   ", "name must not be empty"),
                row("name", "n".repeat(256), "at most 255 characters but has 256"),
                row("name", "a\nb", "name must not have control characters", "U+000A"),
                row("name", "a\u0000b", "U+0000"),
                row("name", "a\u202eb", "U+202E"),
                row("name", "a\ud800b", "U+D800"),
                row("name", List.of("a"), "name must be text but is a list"),
                row("name", Map.of("a", "b"), "name must be text but is a mapping"),
                row("name", 24.04, "24.04", "put it in quotes"),
                row("name", "{{ image_name }}", "name is the Jinja expression \"{{ image_name }}\"", "not evaluated"),
                row("name", "{% if x %}a{% endif %}", "Jinja"),
                row("name", "a{# comment #}", "Jinja"),
                row("container_format", "ovf", "container_format must be bare", "\"ovf\""),
                row("container_format", true, "must be bare"),
                row("visibility", "comunity", "community, public, shared, private", "\"comunity\""),
                row("visibility", "Public", "community, public, shared, private"),
                row("kubernetes_version", "latest", "such as v1.34.2", "\"latest\""),
                row("kubernetes_version", 1, "such as v1.34.2"),
                row("kubernetes_version", 1.3, "put it in quotes"));
    }

    static Stream<Arguments> sources() {
        return Stream.of(
                row("source_url", "ftp://example.org/a.qcow2", "https:, http: or file:", "ftp://example.org/a.qcow2"),
                row("source_url", "debian-12.qcow2", "must begin with https:"),
                row("source_url", "https:///a.qcow2", "URL"),
                row("source_url", "https://example.org/a b.qcow2", "cannot be read", "character 21"),
                row("source_url", "https://example.org/a.qcow2#part", "fragment"),
                row("source_url", "https://example.org/" + "a".repeat(2100), "at most 2048 characters"),
                row("source_url", 5, "must begin with https:"),
                row("source_url", List.of(), "source_url must be text but is a list"),
                row("local_file_path", "images/a.qcow2", "absolute path", "\"images/a.qcow2\""),
                row("local_file_path", false, "absolute path"),
                row("source_disk_format", "qcow3", "raw, qcow2, vmdk, vhd, vhdx, vdi, iso", "\"qcow3\""),
                row("source_disk_format", "QCOW2", "but is \"QCOW2\""),
                row("disk_format", "ami", "raw, qcow2", "\"ami\""),
                row("disk_format", "{{ target_format }}", "Jinja expression \"{{ target_format }}\""),
                row("disk_format", "iso", "disk_format is iso but the source is qcow2", "never converted"));
    }

    static Stream<Arguments> checksums() {
        return Stream.of(
                row("checksum", "abc", "sha256:<hex>", "\"abc\""),
                row("checksum", "a".repeat(64), "begin with its algorithm", "\"sha256:" + "a".repeat(64) + "\""),
                row("checksum", "A".repeat(128), "\"sha512:aaaa"),
                row("checksum", "sha256:abc", "sha256 must be 64 hex digits", "\"abc\""),
                row("checksum", "sha256:" + "g".repeat(64), "64 hex digits"),
                row("checksum", "sha3:" + "a".repeat(64), "sha256:<hex>"),
                row("checksum", "md5:" + "a".repeat(32), "too weak alone", "checksum_allow_weak: true"),
                row("checksum", List.of("sha1:" + "a".repeat(40)), "too weak alone"),
                row("checksum", List.of(SHA256, "sha256:" + "c".repeat(64)), "two different hashes"),
                row("checksum", List.of(), "checksum must be a checksum, or a list of some, but is an empty list"),
                row("checksum", List.of(SHA256, List.of()), "checksum must be text but is a list"),
                row("checksum", Collections.nCopies(9, SHA256), "at most 8 checksums but is 9"),
                row("checksum", List.of("https://e.org/A", "https://e.org/B"), "one sums file but names two"),
                row("checksum", "https://user:pw@example.org/SUMS", "user name or password"),
                row("checksum", Map.of("sha256", "aa"), "checksum must be text but is a mapping"),
                row("checksum_sha512", SHA256, "checksum_sha512 must be sha512:<128 hex digits>"),
                row("checksum_sha512", "b".repeat(128), "begin with its algorithm"),
                row("checksum_allow_weak", "maybe", "must be true or false", "\"maybe\""),
                row("checksum_signature", "yes", "the URL of a detached signature, or clearsigned", "\"yes\""),
                row("checksum_signature", "ftp://example.org/SUMS.gpg", "must begin with https:"),
                row("checksum_signature", "https://user:pw@example.org/SUMS.gpg", "user name or password"),
                row("checksum_signature", "clearsigned", "needs checksum to be the URL of a sums file"),
                row("cosign_bundle", "debian.sigstore.json", "must begin with https:"),
                row("cosign_bundle", "oci://example.org/debian", "must begin with https:"),
                row("cosign_bundle", "https://user:pw@example.org/a.sigstore.json", "user name or password"),
                row("cosign_bundle", List.of("https://e.org/A", "https://e.org/B"), "must be text but is a list"),
                row("checksum_signed_by", "12345678", "40 (or 64) hex digits, all of them", "\"12345678\""),
                row("checksum_signed_by", "0x" + "a".repeat(40), "40 (or 64) hex digits"),
                row("checksum_signed_by", List.of("a".repeat(40), "g".repeat(40)), "40 (or 64) hex digits"),
                row("checksum_signed_by", List.of(), "must be 1 to 16 fingerprints but is 0"),
                row("checksum_signed_by", Map.of("key", "a"), "checksum_signed_by must be text but is a mapping"));
    }

    static Stream<Arguments> numbersAndFlags() {
        return Stream.of(
                row("min_disk", -1, "whole number from 0 to 2147483647 but is \"-1\""),
                row("min_disk", 2147483648L, "whole number", "2147483648"),
                row("min_disk", "99999999999999999999", "whole number"),
                row("min_disk", "10 GiB", "but is \"10 GiB\""),
                row("min_disk", "010", "but is \"010\""),
                row("min_disk", 2.5, "whole number"),
                row("min_ram", true, "min_ram must be a whole number"),
                row("min_ram", "0x10", "whole number"),
                row("min_ram", List.of(1), "but is a list"),
                row("hidden", "si", "hidden must be true or false but is \"si\""),
                row("hidden", 1, "hidden must be true or false"),
                row("protected", List.of(), "protected must be true or false but is a list"),
                row("web_console_supported", "x", "web_console_supported must be true or false"));
    }

    static Stream<Arguments> lists() {
        return Stream.of(
                row("tags", "a", "tags must be a list of text but is \"a\""),
                row("tags", Map.of(), "but is a mapping"),
                row("tags", List.of("t".repeat(256)), "at most 255 characters"),
                row("tags", List.of(""), "tags must not be empty"),
                row("tags", Arrays.asList("a", null), "tags must be text but is null"),
                row("tags", IntStream.range(0, 121).boxed().toList(), "at most 120 but are 121"),
                row("share_with", List.of("0f1e"), "needs visibility: shared", "community"),
                row("share_with", "0f1e", "must be a list"),
                row("share_with", List.of("project one"), "project IDs", "\"project one\""),
                row("share_with", List.of(Map.of("id", "a")), "share_with must be text but is a mapping"),
                row("properties", "os_distro", "mapping of names to text", "\"os_distro\""),
                row("properties", List.of("os_distro"), "name=value but one is \"os_distro\""),
                row("properties", List.of("=x"), "name=value"),
                row("properties", List.of(List.of()), "must be text but is a list"));
    }

    static Stream<Arguments> expressions() {
        return Stream.of(
                        "checksum_allow_weak",
                        "hidden",
                        "min_disk",
                        "min_ram",
                        "properties",
                        "protected",
                        "share_with",
                        "tags",
                        "web_console_supported")
                .map(field -> row(field, "{{ x }}", field + " is the Jinja expression \"{{ x }}\"", "not evaluated"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource({"text", "sources", "checksums", "numbersAndFlags", "lists", "expressions"})
    void aWrongValueIsRefusedByFieldAndValue(String field, Object value, String... fragments) {
        CatalogueEntries entries = judge(image(field, value));

        assertThat(entries.images()).isEmpty();
        CatalogueRefused refused = entries.refused().getFirst();
        assertThat(entries.refused()).hasSize(1);
        assertThat(refused.entry()).isEqualTo("images.debian_12");
        assertThat(refused.field()).isEqualTo(field);
        assertThat(refused.code()).isEqualTo(FailureCode.CATALOGUE_INVALID);
        assertThat(refused.message()).contains(fragments);
    }

    static Stream<Arguments> properties() {
        return Stream.of(
                row("os_glance_failed_import", "x", "os_glance*", "belong to Glance"),
                row("darkroom_key", "x", "darkroom_* to Darkroom"),
                row("cinder_encryption_key_id", "x", "keys of encryption"),
                row("Cinder_Encryption_Key_Deletion_Policy", "on_image_deletion", "keys of encryption"),
                row("Darkroom_KEY", "x", "darkroom_* to Darkroom"),
                row("os_distro,os_version", "x", "\"os_distro,os_version\"", "commas between"),
                row("min_disk", "5", "field of every image", "beside properties"),
                row("os_hash_value", "x", "field of every image"),
                row("", "x", "name of a property must not be empty"),
                row("n".repeat(256), "x", "at most 255 characters"),
                row("a\tb", "x", "control characters"),
                row("os_version", 12.10, "put it in quotes"),
                row("os_version", List.of("12"), "properties.os_version must be text but is a list"),
                row("os_version", Map.of(), "but is a mapping"),
                row("os_version", "v".repeat(4097), "at most 4096 characters but has 4097"),
                row("os_version", "{{ version }}", "Jinja"),
                row("os_version", "1\u001b[31m", "control characters", "U+001B"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("properties")
    void aWrongPropertyIsRefusedByName(String property, Object value, String... fragments) {
        CatalogueEntries entries = judge(image("properties", Map.of(property, value, "os_distro", "debian")));

        assertThat(entries.images()).isEmpty();
        assertThat(entries.refused()).hasSize(1);
        assertThat(entries.refused().getFirst().field()).startsWith("properties.");
        assertThat(entries.refused().getFirst().message()).contains(fragments);
    }

    static Stream<Arguments> combinations() {
        return Stream.of(
                arguments(image("source_url", null), "source_url", "source_url is missing"),
                arguments(
                        image("source_url", "https://e.org/noble.img"),
                        "source_disk_format",
                        "\"noble.img\" does not tell it"),
                arguments(
                        image("source_url", "https://e.org/netinst.iso", "disk_format", "raw"),
                        "disk_format",
                        "the source is iso"),
                arguments(
                        image("checksum", SHA256, "checksum_signature", "https://e.org/SUMS.gpg"),
                        "checksum_signature",
                        "needs checksum to be the URL of a sums file"),
                arguments(
                        image("checksum", "https://e.org/SUMS", "checksum_signed_by", "a".repeat(40)),
                        "checksum_signed_by",
                        "needs checksum_signature"),
                arguments(
                        image("kubernetes_version", "v1.34.2", "properties", Map.of("kubernetes_version", "v1.34.1")),
                        "kubernetes_version",
                        "the property of that name is \"v1.34.1\""),
                arguments(
                        image(
                                "tags",
                                IntStream.range(0, 120)
                                        .mapToObj(i -> i + "x".repeat(250) + "\u00fc")
                                        .toList(),
                                "properties",
                                Map.of("a", "\u20ac".repeat(1000))),
                        "properties",
                        "at most 32768 bytes together but are"),
                arguments(image("source-url", "x"), "source-url", "did you mean source_url?"),
                arguments(image("visiblity", "x"), "visiblity", "did you mean visibility?"),
                arguments(image("url", "x"), "url", "did you mean source_url?"),
                arguments(
                        image("colour", "{{ red }}"),
                        "colour",
                        "known are checksum, checksum_allow_weak, checksum_sha512"));
    }

    @ParameterizedTest(name = "{1}: {2}")
    @MethodSource("combinations")
    void fieldsThatDoNotGoTogetherAreRefused(Map<String, Object> image, String field, String fragment) {
        CatalogueEntries entries = judge(image);

        assertThat(entries.images()).isEmpty();
        assertThat(entries.refused()).hasSize(1);
        assertThat(entries.refused().getFirst().field()).isEqualTo(field);
        assertThat(entries.refused().getFirst().message()).contains(fragment);
    }
}
