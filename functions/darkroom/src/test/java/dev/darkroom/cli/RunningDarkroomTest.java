package dev.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that use a Darkroom that runs already. */
class RunningDarkroomTest extends RunningDarkroomCase {
    @Test
    void whereThereIsNoTargetNothingIsReady() {
        darkroom.reply("/targets", "{}");

        assertThat(run("image", "wait", "a")).isEqualTo(1);
        assertThat(run("sync", catalogue)).isEqualTo(1);

        assertThat(said().lines())
                .hasSize(2)
                .allMatch(line -> line.contains("no target has announced itself to the Darkroom at " + darkroom.uri()))
                .allMatch(line -> line.contains("`darkroom --registry " + darkroom.uri() + " target list` shows"));
    }

    @Test
    void oneThatPublishesInAnotherFormatIsNotUsed() {
        target("mycloud", "\"qcow2\"");

        assertThat(run("sync", catalogue, "--to", "cloud:mycloud", "--disk-format", "raw"))
                .isEqualTo(1);
        assertThat(said())
                .contains("publishes to cloud:mycloud in the format qcow2, not in raw")
                .contains("stop it")
                .contains("leave out --disk-format");
        assertThat(darkroom.asked()).noneMatch(question -> question.startsWith("POST"));
    }

    @Test
    void oneThatPublishesInEachImagesOwnFormatIsNotUsedForAnother() {
        target("mycloud", "null");

        assertThat(run("sync", catalogue, "--to", "cloud:mycloud", "--disk-format", "raw"))
                .isEqualTo(1);
        assertThat(said()).contains("publishes to cloud:mycloud in each image's own format, not in raw");
    }

    @Test
    void aNumberedNameIsThatOfAnotherCloud() {
        target("prod-2", "null");

        assertThat(run("sync", catalogue, "--to", "cloud:prod")).isEqualTo(1);
        assertThat(said()).contains("does not publish to cloud:prod: ").contains("it publishes to prod-2");
    }

    @Test
    void whatToTypeNextLeadsToTheSameDarkroom() {
        target("mycloud", "null");
        darkroom.reply("/catalogues", 202, "{}", Map.of());
        darkroom.reply("/catalogues/c", 404, "{\"code\":\"catalogue-unknown\",\"detail\":\"\"}", Map.of());
        darkroom.reply(
                "/ids?format=json",
                200,
                "{}",
                Map.of("Darkroom-Target", "mycloud", "Darkroom-Pending", "1", "Darkroom-Failed", "0"));

        assertThat(run("publish", catalogue)).as(said()).isZero();
        assertThat(run("ids")).isZero();

        String command = "`darkroom --registry " + darkroom.uri() + " image list`";
        assertThat(said()).contains(command + " shows how they stand").contains(command + " says why");
    }

    /** Whoever asks next is answered as before, and should know. */
    @Test
    void whatIsPublishedAndNotAdmittedYetIsSaid() {
        darkroom.reply("/catalogues/c", 404, "{\"code\":\"catalogue-unknown\",\"detail\":\"\"}", Map.of());
        darkroom.reply("/catalogues", 202, "{\"admitted\":true}", Map.of());
        assertThat(run("publish", catalogue)).isZero();
        assertThat(said()).contains("published catalogue c, 1 image, to ").doesNotContain("admitted");

        darkroom.reply("/catalogues", 202, "{\"admitted\":false}", Map.of());
        assertThat(run("publish", catalogue)).isZero();
        assertThat(said())
                .contains("the registry has not admitted all of it yet: until then, questions are answered without it");
    }

    /** A script would wait for images that nobody makes. */
    @Test
    void whatIsPublishedAndRefusedIsSaidAndNoSuccess() {
        darkroom.reply("/catalogues", 202, "{\"admitted\":true}", Map.of());
        darkroom.reply(
                "/catalogues/c",
                "{\"name\":\"c\",\"parts\":[" + refusedIn(0, "images.a") + "," + refusedIn(1, "images.old") + "]}");

        assertThat(run("publish", catalogue)).isEqualTo(1);

        assertThat(said())
                .contains("published catalogue c, 0 of 1 image, to ")
                .contains("darkroom: images.a: key-changed: use a new key\n")
                .doesNotContain("images.old");
    }

    /** Whoever publishes from a job would never hear of it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsPassedOverIsCountedAndNoSuccess(boolean admitted) throws IOException {
        Path five = Files.writeString(directory.resolve("five.yaml"), "catalogue: c\nimages:\n");
        for (String key : List.of("a", "b", "c", "d")) {
            Files.writeString(
                    five,
                    "  " + key + ": {name: " + key + ", source_url: \"https://a/" + key + ".raw\"}\n",
                    StandardOpenOption.APPEND);
        }
        Files.writeString(five, "  e: {name: e, source_url: nix, visibility: nix}\n", StandardOpenOption.APPEND);
        darkroom.reply("/catalogues/c", "{\"name\":\"c\",\"parts\":[]}");
        darkroom.reply("/catalogues", 202, "{\"admitted\":" + admitted + "}", Map.of());

        assertThat(run("publish", "--keep-going", five.toString())).isEqualTo(1);

        assertThat(said()).contains("published catalogue c, 4 of 5 images, to ");
    }

    private static String refusedIn(int part, String entry) {
        return "{\"part\":" + part + ",\"revision\":2,\"event_id\":\"00000000-0000-5000-8000-000000000000\","
                + "\"admitted_at\":\"2026-11-24T01:02:03Z\",\"images\":1,\"refused_count\":1,\"refused\":[{\"entry\":\""
                + entry + "\",\"code\":\"key-changed\",\"message\":\"use a new key\"}]}";
    }

    /** In the words of {@code sync}. */
    /** Its machine is busy, or a proxy has nobody behind it. */
    /** A script would go on with nothing in hand. */
    /** As in a container that runs as an arbitrary user. */
    @Test
    void whoNamesADarkroomNeedsNoHome() {
        String home = System.getProperty("user.home");
        System.setProperty("user.home", "?");
        try {
            target("mycloud", "null");
            assertThat(run("target", "list")).as(said()).isZero();
            assertThat(run("sync", catalogue, "--to", "cloud:other")).isEqualTo(1);
            assertThat(said()).contains("does not publish to cloud:other");
        } finally {
            System.setProperty("user.home", home);
        }
    }

    @Test
    void aCatalogueThatIsNotAdmittedIsWaitedForAsLongAsIsSaid() {
        target("mycloud", "null");
        darkroom.reply("/catalogues", 202, "{}", Map.of());
        darkroom.reply("/catalogues/c", 404, "{\"code\":\"catalogue-unknown\",\"detail\":\"\"}", Map.of());
        nanos = darkroom.anHourPasses("GET /catalogues/c", 3);

        assertThat(run("sync", catalogue, "--timeout", "10m")).isEqualTo(1);

        assertThat(said())
                .contains("darkroom: the registry has not admitted catalogue c in time; its log, " + darkroom.uri()
                        + "/q/health and the topic darkroom.catalogues.v1.dlq may say why\n");
    }

    /** Its cause may be mended; the catalogue that it publishes is the same, and asks for nothing. */
    @Test
    void syncHasTriedAgainWhatFailedBefore() {
        target("mycloud", "null");
        darkroom.reply("/catalogues", 202, "{}", Map.of());
        String view = "{\"name\":\"c\",\"parts\":[{\"part\":0,\"revision\":%d,\"event_id\":\"\","
                + "\"admitted_at\":\"2026-11-24T01:02:03Z\",\"images\":1,\"refused_count\":0,\"refused\":[]}]}";
        darkroom.replyOnce("/catalogues/c", 200, view.formatted(1), Map.of());
        darkroom.reply("/catalogues/c", view.formatted(3));
        String failed = "{\"key\":\"%s\",\"status\":\"failed\",\"attempts\":1,\"targets\":{\"mycloud\":"
                + "{\"status\":\"failed\",\"code\":\"checksum-mismatch\",\"message\":\"no\",\"attempt\":0}}}";
        darkroom.reply(
                "/images", "{\"a\":" + failed.formatted("a") + ",\"theirs\":" + failed.formatted("theirs") + "}");
        darkroom.reply("/images/a/retry", 403, "{\"code\":\"right-missing\",\"detail\":\"not you\"}", Map.of());

        assertThat(run("sync", catalogue)).isEqualTo(1);

        assertThat(darkroom.asked().stream().filter(each -> each.endsWith("/retry")))
                .containsExactly("POST /images/a/retry");
        assertThat(said()).contains("darkroom: what failed before is not tried again: not you\n");
    }

    @Test
    void settingsThatAreNotUsedAreNamed() {
        target("mycloud", "null");

        run("-Ddarkroom.verify=require", "sync", catalogue, "--to", "cloud:mycloud");

        assertThat(said())
                .contains("darkroom: settings belong to the Darkroom that runs at " + darkroom.uri()
                        + ": -D and --config are not used here\n");
    }

    @Test
    void whoeverAnswersARetryOtherwiseIsNoDarkroom() {
        darkroom.reply("/images/a/retry", 200, "<html>log in", Map.of());

        assertThat(run("image", "retry", "a")).isEqualTo(1);
        assertThat(said()).contains("not as a Darkroom does").doesNotContain("is tried again");
    }

    @Test
    void aNameThatNoCatalogueHasIsWarnedOf() throws IOException {
        Files.writeString(Path.of(catalogue), """

                aliases: {gone: debian_13, ours: a, another: theirs, chained: stable}
                wiring: {lost: nowhere, by_alias: ours, by_their_alias: stable}
                """, StandardOpenOption.APPEND);
        darkroom.reply("/catalogues", 202, "{}", Map.of());
        darkroom.reply("/catalogues/c", 404, "{\"code\":\"catalogue-unknown\",\"detail\":\"\"}", Map.of());
        darkroom.reply(
                "/images", "{\"theirs\":{\"key\":\"theirs\",\"status\":\"ready\",\"attempts\":1,\"targets\":{}}}");
        darkroom.reply("/aliases", "{\"stable\":{\"key\":\"theirs\",\"targets\":{}}}");

        assertThat(run("publish", catalogue)).isZero();

        assertThat(said().lines().filter(line -> line.startsWith("warning: ")))
                .containsExactly(
                        "warning: " + catalogue
                                + ":2: aliases.chained: leads to stable, which no catalogue has named: a slip,"
                                + " unless another one brings it",
                        "warning: " + catalogue
                                + ":2: aliases.gone: leads to debian_13, which no catalogue has named: a slip,"
                                + " unless another one brings it",
                        "warning: " + catalogue
                                + ":3: wiring.lost: leads to nowhere, which no catalogue has named: a slip,"
                                + " unless another one brings it");
    }

    @Test
    void whoMayOnlyPublishIsNotKeptFromIt() throws IOException {
        Files.writeString(Path.of(catalogue), "\naliases: {gone: debian_13}\n", StandardOpenOption.APPEND);
        darkroom.reply("/catalogues", 202, "{}", Map.of());
        darkroom.reply("/catalogues/c", 404, "{\"code\":\"catalogue-unknown\",\"detail\":\"\"}", Map.of());
        darkroom.reply("/images", 403, "{\"code\":\"right-missing\",\"detail\":\"no\"}", Map.of());

        assertThat(run("publish", catalogue)).isZero();
        assertThat(said()).contains("published catalogue c").doesNotContain("could not be checked");
    }

    @Test
    void thatNamesCouldNotBeCheckedIsSaid() throws IOException {
        Files.writeString(Path.of(catalogue), "\naliases: {gone: debian_13}\n", StandardOpenOption.APPEND);
        darkroom.reply("/catalogues", 202, "{}", Map.of());
        darkroom.reply("/catalogues/c", 404, "{\"code\":\"catalogue-unknown\",\"detail\":\"\"}", Map.of());
        darkroom.reply("/images", 503, "{\"code\":\"busy\",\"detail\":\"ask again\"}", Map.of());

        assertThat(run("publish", catalogue)).isZero();
        assertThat(said())
                .contains(
                        "darkroom: it could not be checked that every alias and variable leads to an image: ask again\n")
                .contains("published catalogue c");
    }
}
