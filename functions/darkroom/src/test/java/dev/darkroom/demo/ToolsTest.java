package dev.darkroom.demo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ToolsTest {
    @Test
    void aToolGetsNothingOfTheEnvironment() {
        assertThatThrownBy(() -> Tools.run("sh", "-c", "tr '\\0' ' ' </proc/$$/environ; exit 3"))
                .isInstanceOf(IOException.class)
                .hasMessageMatching("sh ended with 3: (LC_ALL=C PATH=\\S+|PATH=\\S+ LC_ALL=C)");
    }

    @Test
    void aToolThatDoesNotEndIsEnded() {
        assertThatThrownBy(() -> Tools.run(Duration.ofMillis(100), "sleep", "60"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("sleep was ended: it took longer than ");
    }
}
