package dev.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.cli.TargetOptions.Place;
import dev.darkroom.registry.query.TargetView;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NameTargetsTest {
    private static final Place CLOUD = new Place.Cloud("My Cloud");
    private static final Place A = new Place.Directory(Path.of("/a/images"));
    private static final Place B = new Place.Directory(Path.of("/b/images"));

    @Test
    void aCloudHasItsNameAndADirectoryThatOfItsLastSegment() {
        assertThat(new NameTargets(Map.of()).of(List.of(CLOUD, A)))
                .containsExactlyInAnyOrderEntriesOf(Map.of("my-cloud", CLOUD, "images", A));
    }

    @Test
    void placesOfOneNameAreToldApart() {
        assertThat(new NameTargets(Map.of()).of(List.of(A, B)))
                .containsExactlyInAnyOrderEntriesOf(Map.of("images", A, "images-2", B));
    }

    @Test
    void aKnownDirectoryKeepsItsName() {
        var names = new NameTargets(
                Map.of("images", target("directory", "/a/images"), "images-2", target("directory", "/b/images")));

        assertThat(names.of(List.of(B))).isEqualTo(Map.of("images-2", B));
        assertThat(names.of(List.of(new Place.Directory(Path.of("/c/images"))))).containsOnlyKeys("images-3");
    }

    @Test
    void aNameThatIsAnotherKindOfPlaceIsNotTaken() {
        var names =
                new NameTargets(Map.of("my-cloud", target("directory", "/x"), "images", target("glance", "https://g")));

        assertThat(names.of(List.of(CLOUD, A))).containsOnlyKeys("my-cloud-2", "images-2");
    }

    @Test
    void namesFitTheRule() {
        assertThat(new NameTargets(Map.of())
                        .of(List.of(
                                new Place.Directory(Path.of("/")),
                                new Place.Directory(Path.of("/.hidden")),
                                new Place.Cloud("Ümlaut"))))
                .containsOnlyKeys("target", "hidden", "mlaut");
    }

    @Test
    void onePlaceIsOneTarget() {
        assertThatThrownBy(() -> new NameTargets(new TreeMap<>()).of(List.of(A, A)))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("dir:/a/images");
    }

    @Test
    void aCloudIsKnownByItsOwnNameFirst() {
        var prod = new Place.Cloud("prod");
        TargetView glance = target("glance", "https://g");
        TargetView directory = target("directory", "/x/prod");

        assertThat(new NameTargets(Map.of("prod", glance, "prod-2", glance)).known(prod))
                .contains("prod");
        assertThat(new NameTargets(Map.of("prod-2", glance)).known(prod)).isEmpty();
        assertThat(new NameTargets(Map.of("prod", directory, "prod-2", glance)).known(prod))
                .contains("prod-2");
        assertThat(new NameTargets(Map.of("prod", directory)).known(prod)).isEmpty();
    }

    @Test
    void aDirectoryIsKnownByItsPathWhateverItsName() {
        assertThat(new NameTargets(Map.of("store", target("directory", "/a/images"))).known(A))
                .contains("store");
    }

    private static TargetView target(String kind, String location) {
        return new TargetView("x", kind, null, location, null, null, "2026-11-24T01:02:03Z", new TreeMap<>());
    }
}
