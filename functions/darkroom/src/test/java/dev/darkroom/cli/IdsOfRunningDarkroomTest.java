package dev.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Questions for IDs to a Darkroom that runs already. */
class IdsOfRunningDarkroomTest extends RunningDarkroomCase {
    @Test
    void aliasesAndVariablesWithoutAnIdAreSaidAndNoSuccessForWhoAsksForThem() {
        for (String wait : List.of("", "&wait=PT2S", "&key=lost&key=typo")) {
            darkroom.reply(
                    "/ids?format=ansible" + wait,
                    200,
                    "v: 1\n",
                    Map.of(
                            "Darkroom-Target",
                            "mycloud",
                            "Darkroom-Pending",
                            "0",
                            "Darkroom-Failed",
                            "0",
                            "Darkroom-Missing",
                            "2",
                            "Darkroom-Missing-Names",
                            "lost, typo"));
        }

        assertThat(run("ids", "-f", "ansible")).isZero();
        assertThat(run("ids", "-f", "ansible", "--wait", "2s")).isZero();
        assertThat(run("ids", "-f", "ansible", "lost", "typo")).isEqualTo(1);

        String sentence = "darkroom: at target mycloud there is no ID in the answer for 2 names: lost, typo\n";
        assertThat(said()).isEqualTo(sentence.repeat(3));
    }

    @Test
    void whatIsReadyWhenTheTimeIsOverIsPrintedAndWhatIsNotHasAReason() {
        for (String key : List.of("", "&key=slow")) {
            darkroom.reply(
                    "/ids?format=json" + key + "&wait=PT1S",
                    503,
                    "{\"code\":\"not-ready\",\"detail\":\"1 of the images are not finished\"}",
                    Map.of());
            darkroom.reply(
                    "/ids?format=json" + key,
                    200,
                    "{\"a\":\"1\"}",
                    Map.of("Darkroom-Target", "mycloud", "Darkroom-Pending", "1", "Darkroom-Failed", "0"));
        }
        String slow =
                "{\"key\":\"slow\",\"status\":\"waiting\",\"attempts\":1,\"spec\":{\"name\":\"s\",\"min_ram\":0,\"hidden\":false,\"protected\":false},\"targets\":{"
                        + "\"mycloud\":{\"status\":\"waiting\",\"code\":\"origin-unavailable\",\"message\":\"nobody there\"}}}";
        darkroom.reply("/images/slow", slow);
        darkroom.reply(
                "/images",
                "{\"slow\":" + slow + ",\"a\":{\"key\":\"a\",\"status\":\"ready\",\"attempts\":1,"
                        + "\"spec\":{\"name\":\"a\",\"min_ram\":0,\"hidden\":false,\"protected\":false},\"targets\":{\"mycloud\":{\"status\":\"ready\",\"id\":\"1\"}}}}");

        assertThat(run("ids", "-f", "json", "--wait", "1s")).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"1\"}");
        assertThat(run("ids", "slow", "-f", "json", "--wait", "1s")).isEqualTo(1);

        String sentences =
                "darkroom: slow at mycloud: not ready in time, it is waiting, origin-unavailable: nobody there\n"
                        + "darkroom: at target mycloud 1 image not finished; `darkroom --registry " + darkroom.uri()
                        + " image list` says why\n";
        assertThat(said()).isEqualTo(sentences.repeat(2));
    }

    @Test
    void whatIsReadyIsPrintedAlsoWhereTheAnswerComesTooLate() {
        darkroom.reply("/ids?format=json&wait=PT1S", 502, "<html>", Map.of());
        darkroom.reply("/ids?format=json", 200, "{\"a\":\"1\"}", Map.of("Darkroom-Target", "mycloud"));
        darkroom.reply("/images", "{}");
        nanos = darkroom.anHourPasses("GET /ids?format=json&wait=PT1S", 1);

        assertThat(run("ids", "-f", "json", "--wait", "1s")).as(said()).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"1\"}");
    }

    @Test
    void whoAsksForAnIdThatThereIsNotIsToldWhy() {
        darkroom.reply("/images/bad", """
                {"key":"bad","status":"failed","attempts":1,"targets":{
                    "mycloud":{"status":"failed","code":"quota-exceeded","message":"too much"}}}
                """);

        assertThat(run("image", "show", "bad", "-f", "value", "-c", "id")).isEqualTo(1);
        assertThat(run("image", "show", "a", "-f", "json", "-c", "Key", "-c", "ID"))
                .isEqualTo(1);
        assertThat(out.size()).isZero();
        assertThat(said())
                .isEqualTo("darkroom: bad has no ID at target mycloud: it is failed, quota-exceeded: too much\n"
                        + "darkroom: a has no ID: it is waiting\n");

        assertThat(run("image", "show", "bad", "-f", "value", "-c", "Status", "-c", "Size"))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("failed\nNone\n");
    }
}
