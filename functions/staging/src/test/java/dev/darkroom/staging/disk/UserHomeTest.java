package dev.darkroom.staging.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UserHomeTest {
    private final String before = System.getProperty("user.home");

    @AfterEach
    void putBack() {
        System.setProperty("user.home", before);
    }

    @Test
    void aUserWithoutANameHasNone() {
        System.setProperty("user.home", "?");
        assertThat(UserHome.path()).isEmpty();

        System.clearProperty("user.home");
        assertThat(UserHome.path()).isEmpty();

        System.setProperty("user.home", "/home/me");
        assertThat(UserHome.path()).contains(Path.of("/home/me"));
    }
}
