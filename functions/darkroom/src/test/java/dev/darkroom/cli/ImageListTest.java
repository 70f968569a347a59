package dev.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.cli.ask.FakeDarkroom;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImageListTest {
    private final FakeDarkroom darkroom = new FakeDarkroom();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void twoTargets() {
        darkroom.reply("/targets", "{\"here\":{\"name\":\"here\"},\"there\":{\"name\":\"there\"}}");
        darkroom.reply("/images", """
                {"a":{"key":"a","status":"failed","attempts":1,"targets":{
                    "here":{"status":"ready","id":"5dc3"},
                    "there":{"status":"failed","code":"quota-exceeded","message":"too much"}}},
                 "b":{"key":"b","status":"ready","attempts":1,"targets":{"here":{"status":"ready","id":"77aa"}}},
                 "c":{"key":"c","status":"waiting","attempts":0,"targets":{}}}
                """);
    }

    @AfterEach
    void close() {
        darkroom.close();
    }

    @Test
    void everyImageHasALineForEachTarget() {
        assertThat(list("-c", "Key", "-c", "Target", "-c", "Status")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("a here ready", "a there failed", "b here ready", "c None waiting");
    }

    @Test
    void atOneTargetOnlyWhatIsThereIsShown() {
        assertThat(list("-c", "Key", "-c", "Target", "-c", "Reason", "--target", "there"))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("a there quota-exceeded: too much", "c None no target has announced itself yet");
    }

    @Test
    void whatIsNotAtATargetThatNobodyServesIsNotMissed() {
        darkroom.reply("/images", """
                {"a":{"key":"a","status":"ready","attempts":1,"targets":{
                    "here":{"status":"ready","id":"5dc3"},
                    "there":{"status":"failed","code":"target-retired","message":"x"}}},
                 "b":{"key":"b","status":"ready","attempts":1,"targets":{
                    "here":{"status":"failed","id":"77aa","code":"target-retired","message":"x"},
                    "there":{"status":"ready","id":"77ab"}}},
                 "c":{"key":"c","status":"waiting","attempts":0,"targets":{
                    "there":{"status":"failed","code":"target-retired","message":"x"}}}}
                """);

        list("-c", "Key", "-c", "Target", "-c", "Status");
        list("-c", "Key", "-c", "Status", "--target", "there");

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "a here ready",
                        "b here failed",
                        "b there ready",
                        "c there waiting",
                        "a failed",
                        "b ready",
                        "c failed");
    }

    @Test
    void aTargetThatThereIsNotIsSaid() {
        assertThat(list("--target", "nix")).isEqualTo(1);
        assertThat(out.size()).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("darkroom: there is no target \"nix\"; there are: here, there\n");
    }

    private int list(String... arguments) {
        var all = new ArrayList<>(List.of(
                "image", "list", "-f", "value", "--registry", darkroom.uri().toString()));
        all.addAll(List.of(arguments));
        var console = new Console(DataStream.to(out), new PrintStream(err, true, StandardCharsets.UTF_8), Map.of());
        return Main.run(console, all.toArray(String[]::new));
    }
}
