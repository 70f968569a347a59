package dev.darkroom.fetch.cosign;

import static dev.darkroom.fetch.cosign.RealBundle.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.darkroom.fetch.proof.RefusedProofException;
import dev.darkroom.fetch.testing.TestBundle;
import dev.darkroom.fetch.testing.TestSigstore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A real bundle, with which nothing is wrong but that it is somebody else's, or of another file. */
class SignersTest {
    private static final byte[] JAR = RealBundle.artifact();

    @TempDir
    Path directory;

    private Cosign cosign(byte[] root, Identity... identities) throws IOException {
        return new Cosign(Files.write(directory.resolve("root.json"), root), List.of(identities), Clock.systemUTC());
    }

    static Stream<Arguments> others() {
        String subject = RealBundle.SUBJECT;
        return Stream.of(
                arguments("of another subject", RealBundle.ISSUER + " " + subject.replace("v2.0.0", "v2.0.1")),
                arguments("of a subject that begins so", RealBundle.ISSUER + " " + subject.replace("v2.0.0", "v2.0")),
                arguments("of a subject that ends so", RealBundle.ISSUER + " " + subject.replace("https://", "")),
                arguments(
                        "of another repository", RealBundle.ISSUER + " " + subject.replace("sigstore/sig", "evil/sig")),
                arguments("of another workflow", RealBundle.ISSUER + " " + subject.replace("release-", "test-")),
                arguments("in another case", RealBundle.ISSUER + " " + subject.replace("github.com", "GitHub.com")),
                arguments(
                        "by an asterisk that would have to cross a slash",
                        RealBundle.ISSUER + " https://github.com/sigstore/*"),
                arguments(
                        "by an asterisk that would have to cross an at sign",
                        RealBundle.ISSUER + " " + subject.replaceAll("yaml@.*", "*")),
                arguments(
                        "by a dot for any character",
                        RealBundle.ISSUER + " " + subject.replace("sigstore-java/", "sigstore.java/")),
                arguments("of another issuer", "https://accounts.example.org " + subject),
                arguments("of an issuer that begins so", RealBundle.ISSUER + "/x " + subject),
                arguments("of an issuer with a slash", RealBundle.ISSUER + "/ " + subject));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void whoIsNotTrustedIsNamedAndRefused(String what, String identity) throws Exception {
        Cosign cosign = cosign(RealBundle.trustedRoot(), Identity.parse(identity));

        assertThatExceptionOfType(RefusedProofException.class)
                .isThrownBy(() -> cosign.file(JAR, RealBundle.bytes()))
                .withMessage("it was made by \"" + RealBundle.SUBJECT + "\" of \"" + RealBundle.ISSUER
                        + "\", who is not among the trusted identities");
    }

    @Test
    void anAsteriskStandsForAPartOfASubject() throws Exception {
        Identity tags = Identity.parse(RealBundle.ISSUER + " " + RealBundle.SUBJECT.replace("v2.0.0", "*"));
        Identity other = Identity.parse("https://accounts.example.org images@example.org");

        assertThat(cosign(RealBundle.trustedRoot(), other, tags)
                        .file(JAR, RealBundle.bytes())
                        .proof()
                        .subject())
                .isEqualTo(RealBundle.SUBJECT);
    }

    @Test
    void anotherFileIsRefused() throws Exception {
        Cosign cosign = cosign(RealBundle.trustedRoot(), RealBundle.SIGNER);

        for (byte[] other :
                List.of(new byte[0], Arrays.copyOf(JAR, JAR.length - 1), Arrays.copyOf(JAR, JAR.length + 1))) {
            assertThatExceptionOfType(RefusedProofException.class)
                    .isThrownBy(() -> cosign.file(other, RealBundle.bytes()))
                    .withMessageContaining("signs other bytes");
            assertThatExceptionOfType(RefusedProofException.class)
                    .isThrownBy(() -> cosign.file(other, without("messageSignature/messageDigest")))
                    .withMessageContaining("not valid");
        }
    }

    @Test
    void anotherRootIsRefused() throws Exception {
        Cosign cosign = cosign(new TestSigstore().trustedRoot(), RealBundle.SIGNER);

        assertThatExceptionOfType(RefusedProofException.class)
                .isThrownBy(() -> cosign.file(JAR, RealBundle.bytes()))
                .withMessageContaining("Fulcio certificate was not valid");
    }

    @Test
    void whatAnotherInstanceSignedIsRefused() throws Exception {
        Cosign cosign = cosign(RealBundle.trustedRoot(), Identity.parse(TestBundle.ISSUER + " " + TestBundle.SUBJECT));

        assertThatExceptionOfType(RefusedProofException.class)
                .isThrownBy(
                        () -> cosign.file(JAR, TestBundle.by(new TestSigstore()).over(JAR)))
                .withMessageContaining("Fulcio certificate was not valid");
    }
}
