package dev.darkroom.registry.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.CatalogueRefused;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.events.UrlSecrets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever a catalogue says, it is judged: no exception, and nothing is neither taken nor refused. */
class AnyTreeTest {
    private static final List<String> NAMES = List.of(
            "name",
            "source_url",
            "local_file_path",
            "source_disk_format",
            "container_format",
            "disk_format",
            "checksum",
            "checksum_sha512",
            "checksum_allow_weak",
            "checksum_signature",
            "checksum_signed_by",
            "cosign_bundle",
            "visibility",
            "properties",
            "tags",
            "min_disk",
            "min_ram",
            "hidden",
            "protected",
            "share_with",
            "kubernetes_version",
            "web_console_supported",
            "debian_12",
            "Debian",
            "",
            "x=y",
            "\u0000",
            "os_glance_x",
            "\ud800");
    private static final List<Object> SCALARS = List.of(
            "https://example.org/a.qcow2",
            "https://u:p@e.org/x?y=z",
            "qcow2",
            "raw",
            "iso",
            "bare",
            "shared",
            "private",
            "sha256:" + "a".repeat(64),
            "clearsigned",
            "a".repeat(40),
            "md5:" + "a".repeat(32),
            "a".repeat(128),
            "/data/x",
            "v1.34.2",
            "yes",
            "",
            " ",
            "{{ x }}",
            "%",
            "%zz",
            "file:",
            "file:///x",
            "http://[::1",
            ":",
            "=",
            "\u202e",
            "\udfff",
            "x".repeat(300),
            0,
            1,
            -1,
            Long.MAX_VALUE,
            Double.NaN,
            24.04,
            Double.NEGATIVE_INFINITY,
            true,
            false);

    private final Random random = new Random(20260801);

    @Test
    void anyTreeIsJudged() {
        int good = 0;
        for (int i = 0; i < 2_000; i++) {
            var event = new CatalogueUpdated(new CatalogueName("c"), 0, map(2), images(), map(2), map(2));
            CatalogueEntries entries = new JudgeCatalogue().read(event);

            var refused =
                    entries.refused().stream().map(CatalogueRefused::entry).collect(Collectors.toSet());
            entries.images().keySet().forEach(key -> assertThat(refused).doesNotContain("images." + key));
            event.images().keySet().stream()
                    .filter(key -> entries.images().keySet().stream()
                            .noneMatch(each -> each.value().equals(key)))
                    .forEach(key -> assertThat(refused).contains("images." + UrlSecrets.clean(key)));
            assertThat(entries.refused()).noneMatch(each -> each.toString().contains("u:p@"));
            good += entries.images().size();
        }
        assertThat(good).as("good images among the bad ones").isGreaterThan(50);
    }

    private Map<String, Object> images() {
        Map<String, Object> images = map(3);
        var image = random.nextInt(4) == 0 ? map(2) : new LinkedHashMap<String, Object>();
        image.put("source_url", "https://example.org/a.qcow2");
        images.put("likely", image);
        return images;
    }

    private Map<String, Object> map(int depth) {
        var map = new LinkedHashMap<String, Object>();
        IntStream.range(0, random.nextInt(5)).forEach(i -> map.put(any(NAMES), value(depth)));
        return map;
    }

    private Object value(int depth) {
        return switch (random.nextInt(depth == 0 ? 2 : 5)) {
            case 0 -> random.nextInt(5) == 0 ? null : any(SCALARS);
            case 1 -> any(SCALARS);
            case 2 -> {
                var list = new ArrayList<Object>();
                IntStream.range(0, random.nextInt(4)).forEach(i -> list.add(value(depth - 1)));
                yield list;
            }
            default -> map(depth - 1);
        };
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
