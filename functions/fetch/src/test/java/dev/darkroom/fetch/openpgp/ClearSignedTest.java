package dev.darkroom.fetch.openpgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.darkroom.fetch.proof.RefusedProofException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clear-signed messages, whole and tampered with. */
class ClearSignedTest {
    private static final TestKey KEY = TestKey.make();
    private static final String HASH = "2".repeat(64);
    private static final String EVIL = "6".repeat(64);
    private static final String TEXT = "# Images\n" + HASH + "  disk.qcow2\n--- end ---\n";
    private static final String MESSAGE = message(TEXT);

    @TempDir
    Path directory;

    private OpenPgp openPgp;

    @BeforeEach
    void pin() throws Exception {
        Path file = Files.write(directory.resolve("images.asc"), KEY.armored());
        openPgp = new OpenPgp(List.of(file), Clock.fixed(TestSignature.MADE.plus(Duration.ofDays(1)), ZoneOffset.UTC));
    }

    private static String message(String text) {
        return new String(TestSignature.by(KEY).message(text), StandardCharsets.UTF_8);
    }

    private String signed(String message) throws RefusedProofException {
        OpenPgp.Signed signed = openPgp.clearSigned(message.getBytes(StandardCharsets.UTF_8), List.of());
        assertThat(signed.signer().fingerprint()).isEqualTo(KEY.fingerprint());
        return new String(signed.content(), StandardCharsets.UTF_8);
    }

    static Stream<Arguments> relied() {
        return Stream.of(
                row("as it is", message -> message),
                row("with CRLF", message -> message.replace("\n", "\r\n")),
                row("blank lines around it", message -> "\n\n" + message + "\n \n"),
                row("white space at a line's end", message -> message.replace("disk.qcow2\n", "disk.qcow2 \t\n")),
                row("another hash named", message -> message.replace("Hash: SHA256", "Hash: SHA512, SHA256")),
                row("no hash named", message -> message.replace("Hash: SHA256\n", "")),
                row("a needless dash-escape", message -> message.replace("# Images", "- # Images")),
                row(
                        "a comment in the armor",
                        message -> message.replaceFirst("\nVersion: [^\n]*\n", "\nComment: x\n")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("relied")
    void whatWasSignedIsRead(String what, UnaryOperator<String> change) throws Exception {
        assertThat(signed(change.apply(MESSAGE))).isEqualTo("# Images\n" + HASH + "  disk.qcow2\n--- end ---");
    }

    @Test
    void anEmptyLineAndALongOneAreSignedToo() throws Exception {
        String text = "\n\na\n" + "x".repeat(10_000) + "\nä中😀\n";

        assertThat(signed(message(text))).isEqualTo("\n\na\n" + "x".repeat(10_000) + "\nä中😀");
    }

    static Stream<Arguments> refused() {
        String evil = EVIL + "  disk.qcow2\n";
        String end = "-----END PGP SIGNATURE-----";
        return Stream.of(
                row("a hash changed", "one of the two was changed", message -> message.replace(HASH, EVIL)),
                row("a digit changed", "was changed", message -> message.replace("2  disk", "3  disk")),
                row("a line put in", "was changed", message -> message.replace("# Images\n", "# Images\n" + evil)),
                row("a line taken out", "was changed", message -> message.replace("# Images\n", "")),
                row("the name changed", "was changed", message -> message.replace("disk.qcow2", "other.qcow2")),
                row("a lone CR for a line's end", "was changed", message -> message.replace("# Im", "# \rIm")),
                row("white space at a line's beginning", "was changed", message -> message.replace("# Im", " # Im")),
                row("text before the block", "text before the signed block", message -> evil + message),
                row("text behind the block", "behind its one signature block", message -> message + evil),
                row("text behind, without a newline", "behind its one", message -> message.strip() + evil),
                row("two blocks", "more than one block", message -> message + message),
                row(
                        "a block in the block",
                        "an unescaped dash",
                        message -> message.replace("# Images\n", ClearSigned.BEGIN + "\n\n" + evil)),
                row(
                        "a second signature block",
                        "more than one block",
                        message -> message + message.substring(message.indexOf(Armor.BEGIN))),
                row(
                        "a header that is text",
                        "a header other than Hash",
                        message -> message.replace("Hash: SHA256\n", "Hash: SHA256\nComment: " + evil)),
                row(
                        "a header that is a hash",
                        "a header other than Hash",
                        message -> message.replace("Hash: SHA256\n", evil)),
                row(
                        "white space for the empty line",
                        "no empty line after it",
                        message -> message.replace("SHA256\n\n", "SHA256\n \n" + evil + "\n")),
                row(
                        "NotDashEscaped",
                        "a header other than Hash",
                        message -> message.replace("Hash: SHA256", "NotDashEscaped: yes")),
                row("an unescaped dash", "an unescaped dash", message -> message.replace("- ---", "---")),
                row("no signature", "has no signature", message -> message.substring(0, message.indexOf(Armor.BEGIN))),
                row("no end", "before or behind", message -> message.replace(end, "")),
                row(
                        "truncated in the signature",
                        "before or behind",
                        message -> message.substring(0, message.length() - 60)),
                row("truncated in the text", "has no signature", message -> message.substring(0, 100)),
                row("not signed", "no clear-signed message", message -> TEXT),
                row("nothing", "no clear-signed message", message -> ""),
                row("a blank in the first line", "no clear-signed message", message -> " " + message),
                row(
                        "armor of another kind",
                        "before or behind",
                        message -> message.replace(
                                        "BEGIN PGP SIGNATURE", "BEGIN PGP SIGNATURE-----\n\n-----BEGIN PGP MESSAGE")
                                .replace("END PGP SIGNATURE", "END PGP MESSAGE")),
                row("base64 damaged", "armor is damaged", message -> message.replace("\n=", "!!!!\n=")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void whatIsNotSignedIsRefused(String what, String why, UnaryOperator<String> change) {
        assertThatExceptionOfType(RefusedProofException.class)
                .isThrownBy(() -> signed(change.apply(MESSAGE)))
                .withMessageContaining(why);
    }

    @Test
    void aMessageOfBinaryTypeIsRefused() {
        String signature = new String(
                TestSignature.by(KEY).armoredOver("text".getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.ISO_8859_1);

        assertThatExceptionOfType(RefusedProofException.class)
                .isThrownBy(() -> signed(ClearSigned.BEGIN + "\n\ntext\n" + signature))
                .withMessageContaining("it is of type 0x0");
    }

    @Test
    void anyTruncationIsRefusedAndNothingElseIsThrown() {
        for (int length = 0; length < MESSAGE.stripTrailing().length(); length++) {
            String cut = MESSAGE.substring(0, length);
            assertThatExceptionOfType(RefusedProofException.class)
                    .as("cut behind %d characters", length)
                    .isThrownBy(() -> signed(cut));
        }
    }

    private static Arguments row(String what, UnaryOperator<String> change) {
        return arguments(what, change);
    }

    private static Arguments row(String what, String why, UnaryOperator<String> change) {
        return arguments(what, why, change);
    }

    /** Whoever serves such a file must not occupy anybody: nothing of it has been verified yet. */
    @ParameterizedTest
    @MethodSource
    @Timeout(20)
    void aMegabyteOfOneThingIsRefusedAtOnce(String text) {
        byte[] file = (ClearSigned.BEGIN + "\n" + text).getBytes(StandardCharsets.ISO_8859_1);

        assertThatExceptionOfType(RefusedProofException.class).isThrownBy(() -> ClearSigned.read(file));
    }

    static Stream<String> aMegabyteOfOneThingIsRefusedAtOnce() {
        return Stream.of(
                "Hash: a" + ",a".repeat(500_000) + "\n\nx\n",
                "Hash: SHA512\n\n" + " ".repeat(1_000_000) + "x\n",
                "\n" + "\t \n".repeat(300_000));
    }
}
