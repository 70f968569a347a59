package dev.darkroom.registry.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of tokens when their file changes. */
class TokenFileTest {
    /** SHA-256 of "s3cret". */
    private static final String HASH = "1ec1c26b50d5d3c58d9583181af8076655fe00756bf7285940ba3670f99fcba0";

    private static final String GOOD = "ci read " + HASH + "\n";
    private static final String OTHER = "ops read " + "0".repeat(64) + "\n";

    private final AtomicLong now = new AtomicLong();
    private int changes;

    @TempDir
    Path directory;

    private Path file;
    private Tokens tokens;

    @BeforeEach
    void read() throws IOException {
        file = directory.resolve("tokens");
        write(GOOD);
        tokens = Tokens.read(file, now::get);
    }

    @Test
    void aTokenThatIsTakenOutIsGoodNoLongerThanASecond() throws IOException {
        write(OTHER);
        assertThat(tokens.grant("s3cret")).isPresent(); // It is not looked at for every question.
        pass();

        assertThat(tokens.grant("s3cret")).isEmpty();
        assertThat(tokens.problem()).isEmpty();
    }

    @Test
    void aTokenThatIsAddedIsGoodWithoutAStart() throws IOException {
        write(OTHER);
        pass();
        assertThat(tokens.grant("s3cret")).isEmpty();
        write(OTHER + GOOD);
        pass();

        assertThat(tokens.grant("s3cret")).isPresent();
    }

    @Test
    void aFileThatHasBecomeWrongChangesNothingAndIsSaidToBe() throws IOException {
        write(GOOD + "ops write\n");
        pass();

        assertThat(tokens.grant("s3cret")).isPresent();
        assertThat(tokens.problem())
                .hasValueSatisfying(
                        said -> assertThat(said).contains("tokens line 2 has 2 words instead of NAME RIGHTS HASH"));
        pass();
        assertThat(tokens.problem()).isPresent();

        write(OTHER);
        pass();
        assertThat(tokens.problem()).isEmpty();
        assertThat(tokens.grant("s3cret")).isEmpty();
    }

    @Test
    void aFileThatIsGoneChangesNothingUntilItIsBack() throws IOException {
        Files.delete(file);
        pass();
        assertThat(tokens.grant("s3cret")).isPresent();
        assertThat(tokens.problem())
                .hasValueSatisfying(
                        said -> assertThat(said).endsWith("tokens cannot be read (" + file + " does not exist)"));

        write(OTHER);
        pass();
        assertThat(tokens.grant("s3cret")).isEmpty();
        assertThat(tokens.problem()).isEmpty();
    }

    @Test
    void aFileThatCouldNotBeReadIsTriedAgainAlthoughItHasNotChanged() throws IOException {
        byte[] other = OTHER.getBytes(StandardCharsets.UTF_8);
        byte[] unreadable = other.clone();
        unreadable[0] = (byte) 0xFF; // Not UTF-8, which a reader says in the way that a disk says its own troubles.
        Files.write(file, unreadable);
        Files.setLastModifiedTime(file, FileTime.fromMillis(7));
        pass();
        assertThat(tokens.problem())
                .hasValueSatisfying(
                        said -> assertThat(said).endsWith("tokens cannot be read (it is not text in UTF-8)"));

        Files.write(file, other);
        Files.setLastModifiedTime(file, FileTime.fromMillis(7));
        pass();

        assertThat(tokens.problem()).isEmpty();
        assertThat(tokens.grant("s3cret")).isEmpty();
    }

    @Test
    void whatWasIssuedHereOutlivesTheFile() throws IOException {
        String token = tokens.issue("(owner)");
        write(OTHER);
        pass();

        assertThat(tokens.grant(token)).isPresent();
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L * ++changes));
    }

    private void pass() {
        now.addAndGet(Duration.ofSeconds(1).toNanos());
    }
}
