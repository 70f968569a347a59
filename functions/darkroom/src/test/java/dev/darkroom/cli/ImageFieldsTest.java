package dev.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.registry.query.ImageView;
import dev.darkroom.registry.query.PlacementView;
import dev.darkroom.registry.query.SpecView;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ImageFieldsTest {
    private static final PlacementView READY = new PlacementView(
            "ready",
            "5dc3",
            0,
            "raw",
            42L,
            "abcd",
            List.of("openpgp:AB", "sha512"),
            "2026-11-24T01:02:03Z",
            null,
            null,
            null,
            null,
            null);
    private static final PlacementView FAILED = new PlacementView(
            "failed", null, null, null, null, null, null, null, "quota-exceeded", "upload", "too much", 0, null);

    @Test
    void theOnlyTargetIsMeant() {
        Map<String, Object> fields = ImageFields.of(image(Map.of("cloud", READY)), null);

        assertThat(fields)
                .containsEntry("Target", "cloud")
                .containsEntry("ID", "5dc3")
                .containsEntry("Size", 42L)
                .containsEntry("Hash Algorithm", "sha512")
                .containsEntry("Verified", "openpgp:AB, sha512")
                .containsEntry("History", "2026-11-24T01:02:03Z ready at cloud: done\n2026-11-24T01:02:04Z x: y");
    }

    @Test
    void targetsThatAgreeNeedNotBeNamed() {
        assertThat(ImageFields.of(image(Map.of("a", READY, "b", READY)), null)).containsEntry("ID", "5dc3");
    }

    @Test
    void oneOfSeveralThatDifferMustBeNamed() {
        ImageView image = image(Map.of("a", READY, "b", FAILED));

        assertThatThrownBy(() -> ImageFields.of(image, null))
                .isInstanceOf(CommandException.class)
                .hasMessage("k does not stand alike at all targets: name one with --target, a or b");
        assertThat(ImageFields.of(image, "b"))
                .containsEntry("Status", "failed")
                .containsEntry("Reason", "quota-exceeded: too much")
                .containsEntry("Targets", Map.of("a", "ready", "b", "failed"));
        assertThatThrownBy(() -> ImageFields.of(image, "\u001b[31m"))
                .hasMessage("there is no target \"\\u001b[31m\"; there are: a, b");
    }

    @Test
    void oneThatNobodyServesAnyMoreIsNotMeant() {
        var left = new PlacementView(
                "failed",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "target-retired",
                null,
                "whatever it says",
                null,
                null);

        assertThat(ImageFields.of(image(Map.of("a", left, "b", READY)), null))
                .containsEntry("ID", "5dc3")
                .containsEntry("Targets", Map.of("a", "target-retired", "b", "ready"));
        ImageView alone = image(Map.of("a", left));
        assertThat(ImageFields.of(alone, null)).containsEntry("Status", "waiting");
        assertThat(ImageFields.of(alone, "a")).as("asked for").containsEntry("Status", "failed");
    }

    @Test
    void withoutATargetItWaits() {
        assertThat(ImageFields.of(image(Map.of()), null))
                .containsEntry("Status", "waiting")
                .containsEntry("ID", null);
    }

    @Test
    void whoMayUseItAndWhatMustSignItIsShown() {
        var spec = new SpecView(
                "n",
                "https://e.org/a.qcow2",
                "qcow2",
                "bare",
                null,
                List.of(),
                "https://e.org/SUMS",
                "sha512:ab",
                "clearsigned",
                List.of("AB"),
                "https://e.org/a.bundle",
                "shared",
                List.of("0f1e"),
                new TreeMap<>(),
                List.of(),
                null,
                0,
                false,
                false);
        var image = new ImageView("k", "waiting", "c", 1, spec, new TreeMap<>(), List.of());

        assertThat(ImageFields.of(image, null))
                .containsEntry("Checksum", "https://e.org/SUMS")
                .containsEntry("Unpacked Checksum", "sha512:ab")
                .containsEntry("Checksum Signature", "clearsigned")
                .containsEntry("Must Be Signed By", List.of("AB"))
                .containsEntry("Cosign Bundle", "https://e.org/a.bundle")
                .containsEntry("Shared With", List.of("0f1e"));
    }

    private static ImageView image(Map<String, PlacementView> targets) {
        SortedMap<String, PlacementView> sorted = new TreeMap<>(targets);
        return new ImageView(
                "k",
                "waiting",
                "c",
                1,
                null,
                sorted,
                List.of(
                        new ImageView.Happened("2026-11-24T01:02:03Z", "ready", "cloud", "done"),
                        new ImageView.Happened("2026-11-24T01:02:04Z", "x", null, "y")));
    }
}
