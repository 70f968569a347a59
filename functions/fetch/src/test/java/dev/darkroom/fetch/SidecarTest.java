package dev.darkroom.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.Proof;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.fetch.verify.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The small files beside the large ones: whatever is in them, a download begins anew rather than goes wrong. */
class SidecarTest {
    private static final Evidence SIGNED =
            new Evidence(Proof.openPgp("AB".repeat(20)), "CD".repeat(20), Instant.parse("2027-01-01T00:00:00Z"));
    private static final List<Evidence> EVIDENCE = List.of(
            new Evidence(
                    Proof.cosign("images@example.org", "https://accounts.example.org", "rekor.example.org/1"),
                    "ef".repeat(32),
                    null),
            SIGNED,
            Evidence.of(Proof.checksum(Algorithm.SHA256)));
    private static final String SIGNER = "ABABABABABABABABABABABABABABABABABABABAB";
    private static final String GOOD =
            "virtual-size=1\nsha256=sha256:abababababababababababababababababababababababababababababababab\n";
    private static final SourceFacts FACTS = new SourceFacts("abc", 1L << 40, Samples.SHA256, EVIDENCE, Samples.SHA512);

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("side");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "plain", "a=b", "two\nlines", "\\", "\\n", "\r\n", " spaces ", "größe", "#no comment", "a:b"
            })
    void whatIsWrittenIsRead(String value) throws IOException {
        Sidecar.write(file(), Map.of("name", value, "other", "1"));

        assertThat(Sidecar.read(file())).hasValue(Map.of("name", value, "other", "1"));
    }

    @Test
    void anotherWriteReplacesTheWhole() throws IOException {
        Sidecar.write(file(), Map.of("first", "1"));
        Sidecar.write(file(), Map.of("second", "2"));

        assertThat(Sidecar.read(file())).hasValue(Map.of("second", "2"));
        assertThat(directory).isDirectoryNotContaining("glob:**.next");
    }

    @Test
    void noFileIsNoValue() throws IOException {
        assertThat(Sidecar.read(file())).isEmpty();
    }

    @Test
    void aFileOfAnotherKindIsNoValue() throws IOException {
        Files.writeString(file(), "name=\\u00zz\n");

        assertThat(Sidecar.read(file())).isEmpty();
    }

    @Test
    void aFileThatIsTooLongToBeOursIsNoValue() throws IOException {
        Files.writeString(file(), "name=" + "x".repeat(64 * 1024 - 5));
        assertThat(Sidecar.read(file())).isPresent();

        Files.writeString(file(), "name=" + "x".repeat(64 * 1024 - 4));
        assertThat(Sidecar.read(file())).isEmpty();
    }

    @Test
    void factsAreKept() throws IOException {
        FACTS.write(file());

        assertThat(SourceFacts.read(file())).hasValue(FACTS);
    }

    @Test
    void factsAreUnderstoodAsTheyAreWritten() throws IOException {
        Files.writeString(file(), GOOD + "evidence=openpgp:" + SIGNER + " " + SIGNER + "\\nsha256");

        assertThat(SourceFacts.read(file()).orElseThrow().verified())
                .extracting(Proof::text)
                .containsExactly("openpgp:" + SIGNER, "sha256");
    }

    @Test
    void factsWithoutASha512AreKept() throws IOException {
        var facts = new SourceFacts("abc", 512, Samples.SHA256, List.of(), null);

        facts.write(file());

        assertThat(SourceFacts.read(file())).hasValue(facts);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "virtual-size=1\nsha256=sha256:00",
                "virtual-size=many",
                "virtual-size=1\nsha256=nothing",
                "virtual-size=1",
                GOOD,
                GOOD + "verified=sha256",
                GOOD + "verified=openpgp\\:" + SIGNER,
                GOOD + "evidence=openpgp\\:" + SIGNER,
                GOOD + "evidence=openpgp\\:" + SIGNER + "\\ \\ 2027-01-01T00\\:00\\:00Z",
                GOOD + "evidence=openpgp\\:" + SIGNER + "\\ " + SIGNER + "\\ tomorrow",
                GOOD + "evidence=sha256\\ " + SIGNER,
                GOOD + "evidence=sha3"
            })
    void factsThatCannotBeUnderstoodAreNone(String text) throws IOException {
        Files.writeString(file(), text);

        assertThat(SourceFacts.read(file())).isEmpty();
    }

    @Test
    void aStateIsKept() {
        var state = new DownloadState("abc", "\"tag\"", 5L << 30, "boot");

        state.write(file());

        assertThat(DownloadState.read(file())).hasValue(state);
    }

    @Test
    void aStateThatKnowsLittleIsKept() {
        var state = new DownloadState("abc", null, -1, "");

        state.write(file());

        assertThat(DownloadState.read(file())).hasValue(state);
    }

    @Test
    void aBootIsToldWhereTheSystemTellsIt() throws IOException {
        assertThat(DownloadState.boot(directory.resolve("none"))).isEmpty();
        assertThat(DownloadState.boot(Files.writeString(file(), "c0ffee\n"))).isEqualTo("c0ffee");
    }
}
