package dev.darkroom.fetch.cosign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.darkroom.events.FailureException;
import dev.darkroom.events.Proof;
import dev.darkroom.fetch.proof.RefusedProofException;
import dev.darkroom.fetch.testing.TestSigstore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator says: whose roots, which identities; and what it costs to say nothing. */
class TrustTest {
    @TempDir
    Path directory;

    private Cosign cosign(byte[] root) throws IOException {
        return new Cosign(
                Files.write(directory.resolve("root.json"), root), List.of(RealBundle.SIGNER), Clock.systemUTC());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://accounts.example.org",
                "images@example.org https://accounts.example.org",
                "https://accounts.example.org images@example.org more",
                "http://accounts.example.org images@example.org",
                "https://* images@example.org",
                "https://accounts.example.org ima;ges@example.org",
                "https://accounts.example.org im\u00e4ges@example.org",
                "https://accounts.example.org **"
            })
    void anIdentityIsAnIssuerAndASubject(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Identity.parse(text))
                .withMessageStartingWith("must ");
    }

    @Test
    void aSubjectIsExactButForItsAsterisks() {
        Identity any = Identity.parse("https://accounts.example.org *@images.example.org");

        assertThat(any.is("https://accounts.example.org", "a.b@images.example.org"))
                .isTrue();
        assertThat(any.is("https://accounts.example.org", "@images.example.org"))
                .isTrue();
        assertThat(any.is("https://accounts.example.org", "a@evil@images.example.org"))
                .isFalse();
        assertThat(any.is("https://accounts.example.org", "a/b@images.example.org"))
                .isFalse();
        assertThat(any.is("https://accounts.example.org", "a b@images.example.org"))
                .isFalse();
        assertThat(any.is("https://accounts.example.org", "a@images.example.org\n"))
                .isFalse();
        assertThat(any.is("https://accounts.example.org", "a@imagesXexample.org"))
                .isFalse();
        assertThat(any.is("https://accounts.example.org", "a".repeat(1024) + "@images.example.org"))
                .isFalse();
    }

    @Test
    void whatWasVerifiedIsTrustedAsLongAsSignerAndRootsAre() throws Exception {
        Cosign cosign = cosign(RealBundle.trustedRoot());
        Cosign.Signed signed = cosign.file(RealBundle.artifact(), RealBundle.bytes());

        assertThat(cosign.trusts(signed.proof(), signed.root())).isTrue();
        assertThat(cosign.trusts(by("evil@example.org", RealBundle.ISSUER), signed.root()))
                .isFalse();
        assertThat(cosign.trusts(by(RealBundle.SUBJECT, "https://evil.example.org"), signed.root()))
                .isFalse();

        cosign(new TestSigstore().trustedRoot());
        assertThat(cosign.trusts(signed.proof(), signed.root()))
                .as("by other roots")
                .isFalse();

        Files.delete(directory.resolve("root.json"));
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> cosign.trusts(signed.proof(), signed.root()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000})
    void aFileOfRootsThatIsHalfWrittenSaysNothingOfABundle(int length) throws Exception {
        Cosign cosign = cosign(RealBundle.trustedRoot());
        Cosign.Signed signed = cosign.file(RealBundle.artifact(), RealBundle.bytes());

        cosign(Arrays.copyOf(RealBundle.trustedRoot(), length));

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> cosign.trusts(signed.proof(), signed.root()))
                .withMessageContaining("root.json")
                .matches(e -> e.code().retryable());
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> cosign.file(RealBundle.artifact(), RealBundle.bytes()));
    }

    private static Proof by(String subject, String issuer) {
        return Proof.cosign(subject, issuer, "rekor.sigstore.dev/1");
    }

    @Test
    void withoutRootsNothingIsReliedOn() throws Exception {
        var nobody = new Cosign(null, List.of(), Clock.systemUTC());

        assertThatExceptionOfType(RefusedProofException.class)
                .isThrownBy(() -> nobody.file(RealBundle.artifact(), RealBundle.bytes()))
                .withMessageContaining("no root is trusted here");
        assertThat(nobody.trusts(by(RealBundle.SUBJECT, RealBundle.ISSUER), "")).isFalse();
        assertThat(new Cosign(null, List.of(RealBundle.SIGNER), Clock.systemUTC())
                        .trusts(by(RealBundle.SUBJECT, RealBundle.ISSUER), ""))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\"}",
                "{\"mediaType\":\"application/vnd.dev.sigstore.trustedroot+json;version=9\"}",
                "{\"certificateAuthorities\":[{\"certChain\":{\"certificates\":[{\"rawBytes\":\"AAAA\"}]}}]}"
            })
    void aFileThatTrustsNothingIsNoFileOfRoots(String text) throws Exception {
        Cosign cosign = cosign(bytes(text));

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(cosign::requireRoot)
                .withMessageContaining("root.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"certificateAuthorities", "tlogs", "ctlogs"})
    void rootsMustBeComplete(String part) throws Exception {
        String root = new String(RealBundle.trustedRoot(), StandardCharsets.UTF_8);

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(cosign(bytes(root.replace("\"" + part + "\"", "\"other\"")))::requireRoot)
                .withMessageContaining("lacks certificateAuthorities, tlogs or ctlogs");
    }

    @Test
    void rootsAreNotReadWithoutEnd() throws Exception {
        byte[] root = Arrays.copyOf(RealBundle.trustedRoot(), 1 << 20);
        Arrays.fill(root, RealBundle.trustedRoot().length, root.length, (byte) ' ');
        cosign(root).requireRoot();

        byte[] more = Arrays.copyOf(root, root.length + 1);
        more[root.length] = ' ';
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(cosign(more)::requireRoot)
                .withMessageContaining("more than 1048576 bytes");
    }

    @Test
    void rootsThatAreNotThereAreNoRoots() {
        var cosign = new Cosign(directory.resolve("none.json"), List.of(), Clock.systemUTC());

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(cosign::requireRoot)
                .withMessageContaining("none.json cannot be read");
    }

    /** Some 25 MB of jars and as much memory, where nobody uses them. */
    @Test
    void whereNoRootIsSetNothingOfTheLibraryIsLoaded() throws Exception {
        var seen = new CopyOnWriteArrayList<String>();
        URL[] places = Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .map(TrustTest::url)
                .toArray(URL[]::new);
        try (var loader = new URLClassLoader(places, ClassLoader.getPlatformClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                seen.add(name);
                return super.findClass(name);
            }
        }) {
            Class<?> type = Class.forName(Cosign.class.getName(), true, loader);
            Object cosign = type.getConstructor(Path.class, List.class, Clock.class)
                    .newInstance(null, List.of(), Clock.systemUTC());
            Class<?> proof = Class.forName(Proof.class.getName(), true, loader);
            Object signed = proof.getConstructor(String.class)
                    .newInstance(by(RealBundle.SUBJECT, RealBundle.ISSUER).text());
            boolean trusts =
                    (boolean) type.getMethod("trusts", proof, String.class).invoke(cosign, signed, "");

            assertThat(trusts).isFalse();
            assertThat(seen)
                    .contains(Cosign.class.getName())
                    .noneMatch(name -> name.startsWith("dev.sigstore.") || name.startsWith("com.google."));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.grpc.ManagedChannel",
                "com.google.api.client.auth.oauth2.Credential",
                "com.google.api.client.http.apache.v2.ApacheHttpTransport",
                "org.apache.http.client.HttpClient"
            })
    void whatAsksANetworkIsNotThere(String name) {
        assertThatExceptionOfType(ClassNotFoundException.class).isThrownBy(() -> Class.forName(name));
    }

    private static URL url(String place) {
        try {
            return Path.of(place).toUri().toURL();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
