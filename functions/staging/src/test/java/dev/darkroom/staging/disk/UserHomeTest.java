package dev.darkroom.staging.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserHomeTest {
    @TempDir
    Path home;

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

        System.setProperty("user.home", home.toString());
        assertThat(UserHome.path()).contains(home);
    }

    @Test
    void norHasOneWhoseHomeIsNotThere() {
        System.setProperty("user.home", home.resolve("nonexistent").toString());
        assertThat(UserHome.path()).isEmpty();
    }
}
