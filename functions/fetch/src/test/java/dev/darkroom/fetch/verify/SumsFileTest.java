package dev.darkroom.fetch.verify;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.darkroom.events.Digest;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people publish as sums files, and what is made of it. */
class SumsFileTest {
    private static final SourceUri ADDRESS = SourceUri.parse("https://images.example.org/SHA256SUMS?part=SECRET");
    private static final String NAME = "disk.qcow2";
    private static final String MD5 = "0".repeat(31) + "a";
    private static final String SHA1 = "1".repeat(39) + "b";
    private static final String SHA256 = "2".repeat(63) + "c";
    private static final String OTHER = "3".repeat(63) + "d";
    private static final String SHA512 = "5".repeat(127) + "e";

    private static List<Digest> read(String text, String path) {
        return SumsFile.read(ADDRESS, text, path);
    }

    static Stream<Arguments> understood() {
        return Stream.of(
                arguments("GNU, text", SHA256 + "  disk.qcow2\n"),
                arguments("GNU, binary", SHA256 + " *disk.qcow2\n"),
                arguments("GNU, no newline at the end", SHA256 + "  disk.qcow2"),
                arguments("GNU, upper case", SHA256.toUpperCase(Locale.ROOT) + "  disk.qcow2\n"),
                arguments("GNU, a tab", SHA256 + "\tdisk.qcow2\n"),
                arguments("GNU, in this directory", SHA256 + "  ./disk.qcow2\n"),
                arguments("GNU, below a directory", SHA256 + "  images/amd64/disk.qcow2\n"),
                arguments("GNU, CRLF", SHA256 + "  disk.qcow2\r\n" + OTHER + "  other\r\n"),
                arguments("GNU, CR", SHA256 + "  disk.qcow2\r" + OTHER + "  other\r"),
                arguments("GNU, among others", OTHER + "  a\n" + SHA256 + "  disk.qcow2\n" + OTHER + "  z\n"),
                arguments("GNU, behind a byte order mark and a comment", "\uFEFF# sums\n" + SHA256 + "  disk.qcow2\n"),
                arguments("GNU, twice the same", (SHA256 + "  disk.qcow2\n").repeat(2)),
                arguments(
                        "GNU, the same in both cases",
                        SHA256 + "  disk.qcow2\n" + SHA256.toUpperCase(Locale.ROOT) + " *disk.qcow2\n"),
                arguments(
                        "names that only begin or end alike",
                        OTHER + "  disk.qcow2.asc\n" + OTHER + "  my-disk.qcow2\n" + OTHER + "  disk.qcow2 old\n"
                                + SHA256 + "  disk.qcow2\n"),
                arguments("names in another case", OTHER + "  DISK.QCOW2\n" + SHA256 + "  disk.qcow2\n"),
                arguments("BSD", "SHA256 (disk.qcow2) = " + SHA256 + "\n"),
                arguments("BSD, with a dash", "SHA-256 (disk.qcow2) = " + SHA256 + "\n"),
                arguments("BSD, lower case", "sha256 (disk.qcow2) = " + SHA256 + "\n"),
                arguments("BSD, as OpenSSL writes it", "SHA256(disk.qcow2)= " + SHA256 + "\n"),
                arguments("BSD, as OpenSSL 3 writes it", "SHA2-256(disk.qcow2)= " + SHA256 + "\n"),
                arguments("BSD, below a directory", "SHA256 (images/disk.qcow2) = " + SHA256 + "\n"),
                arguments("BSD, among others", "SHA256 (a) = " + OTHER + "\nSHA256 (disk.qcow2) = " + SHA256 + "\n"),
                arguments(
                        "BSD and GNU, the same", "SHA256 (disk.qcow2) = " + SHA256 + "\n" + SHA256 + "  disk.qcow2\n"),
                arguments("bare", SHA256 + "\n"),
                arguments("bare, spaces around", "\n  " + SHA256 + " \r\n\n"),
                arguments(
                        "a clear-signed message",
                        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n" + SHA256 + "  disk.qcow2\n"
                                + "-----BEGIN PGP SIGNATURE-----\n\niQIzBAEBCAAdFiEE\n=abcd\n-----END PGP SIGNATURE-----\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("understood")
    void theHashOfTheImageIsFound(String form, String text) {
        assertThat(read(text, NAME)).containsExactly(Digest.parse("sha256:" + SHA256));
    }

    static Stream<Arguments> algorithms() {
        return Stream.of(
                arguments(MD5, "md5"),
                arguments(SHA1, "sha1"),
                arguments(SHA256, "sha256"),
                arguments(SHA512, "sha512"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("algorithms")
    void theAlgorithmIsToldByTheLength(String hex, String algorithm) {
        Digest digest = Digest.parse(algorithm + ":" + hex);

        assertThat(read(hex + "  disk.qcow2\n", NAME)).containsExactly(digest);
        assertThat(read(algorithm + " (disk.qcow2) = " + hex + "\n", NAME)).containsExactly(digest);
        assertThat(read(hex + "\n", NAME)).containsExactly(digest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GNU", "BSD"})
    void everyAlgorithmThatIsGivenIsFound(String form) {
        String text = form.equals("GNU")
                ? SHA256 + "  disk.qcow2\n" + MD5 + "  disk.qcow2\n"
                : "MD5 (disk.qcow2) = " + MD5 + "\nSHA256 (disk.qcow2) = " + SHA256 + "\n";

        assertThat(read(text, NAME)).containsExactly(Digest.parse("md5:" + MD5), Digest.parse("sha256:" + SHA256));
    }

    static Stream<Arguments> names() {
        return Stream.of(
                arguments("spaces", "my disk.qcow2", SHA256 + "  my disk.qcow2\n"),
                arguments("spaces, BSD", "my disk.qcow2", "SHA256 (my disk.qcow2) = " + SHA256 + "\n"),
                arguments("parentheses, BSD", "disk (1).qcow2", "SHA256 (disk (1).qcow2) = " + SHA256 + "\n"),
                arguments("a leading star", "*disk", SHA256 + "  **disk\n"),
                arguments("a backslash, escaped", "a\\b", "\\" + SHA256 + "  a\\\\b\n"),
                arguments("a newline, escaped", "a\nb", "\\" + SHA256 + " *a\\nb\n"),
                arguments("a carriage return, escaped", "a\rb", "\\" + SHA256 + "  a\\rb\n"),
                arguments("a backslash, not escaped", "a\\nb", SHA256 + "  a\\nb\n"),
                arguments("letters of the world", "größe-磁盘.qcow2", SHA256 + "  größe-磁盘.qcow2\n"),
                arguments("hex digits only", "abcdef", SHA256 + "  abcdef\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void oddNamesAreFound(String what, String wanted, String text) {
        assertThat(read(text, wanted)).containsExactly(Digest.parse("sha256:" + SHA256));
    }

    static Stream<Arguments> directories() {
        String other = OTHER + "  %s\n";
        String right = SHA256 + "  %s\n";
        return Stream.of(
                arguments("its path", other.formatted("arm64/disk.qcow2") + right.formatted("amd64/disk.qcow2")),
                arguments(
                        "its whole path", other.formatted("disk/disk.qcow2") + right.formatted("/9/amd64/disk.qcow2")),
                arguments(
                        "its path from here", right.formatted("./amd64/disk.qcow2") + other.formatted("a/disk.qcow2")),
                arguments("its name", other.formatted("old/disk.qcow2") + right.formatted("disk.qcow2")),
                arguments(
                        "its path before its name",
                        other.formatted("./disk.qcow2") + right.formatted("amd64/disk.qcow2")),
                arguments("its name, binary", other.formatted("old/disk.qcow2") + SHA256 + " *disk.qcow2\n"),
                arguments("BSD", "SHA256 (disk.qcow2) = " + SHA256 + "\nSHA256 (old/disk.qcow2) = " + OTHER + "\n"),
                arguments(
                        "of a worse one the hash is not looked at",
                        right.formatted("disk.qcow2") + "0" + other.formatted("a/disk.qcow2")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("directories")
    void ofSeveralDirectoriesTheLineThatNamesTheImageBestCounts(String what, String text) {
        assertThat(read(text, "/9/amd64/disk.qcow2")).containsExactly(Digest.parse("sha256:" + SHA256));
    }

    @ParameterizedTest
    @ValueSource(strings = {"./disk.qcow2", "disk.qcow2", "d64/disk.qcow2", "md64/disk.qcow2"})
    void twoThatNameItEquallyWellContradict(String name) {
        String other = name.contains("d64") ? "arm64/disk.qcow2" : "disk.qcow2";
        FailureException e = assertFails(
                FailureCode.CHECKSUM_UNAVAILABLE,
                () -> read(SHA256 + "  " + name + "\n" + OTHER + "  " + other + "\n", "/9/amd64/disk.qcow2"));

        assertThat(e).hasMessageContaining("gives two different sha256 for \"disk.qcow2\"");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("nothing", "", "does not name \"disk.qcow2\""),
                arguments("blank lines", "\n \n\t\r\n", "does not name"),
                arguments("another name", SHA256 + "  other.qcow2\n", "does not name"),
                arguments("a name that ends alike", SHA256 + "  not-disk.qcow2\n", "does not name"),
                arguments("a name that begins alike", SHA256 + "  disk.qcow2.xz\n", "does not name"),
                arguments("a directory of that name", SHA256 + "  disk.qcow2/\n", "does not name"),
                arguments("another case", SHA256 + "  Disk.qcow2\n", "does not name"),
                arguments("a backslash as a separator", SHA256 + "  images\\disk.qcow2\n", "does not name"),
                arguments("a comment", "# " + SHA256 + "  disk.qcow2\n", "does not name"),
                arguments("no space between", SHA256 + "disk.qcow2\n", "does not name"),
                arguments("the name first", "disk.qcow2  " + SHA256 + "\n", "does not name"),
                arguments("a web page", "<html><body>404 Not Found</body></html>", "does not name"),
                arguments("two bare hashes", SHA256 + "\n" + OTHER + "\n", "does not name"),
                arguments("letters that are no digits", "g".repeat(64) + "  disk.qcow2\n", "does not name"),
                arguments("digits of another script", "٠".repeat(64) + "  disk.qcow2\n", "does not name"),
                arguments("zeros and binary", "\0\0\0\0" + SHA256, "does not name"),
                arguments("too few digits", SHA256.substring(1) + "  disk.qcow2\n", "a hash of 63 digits"),
                arguments("too many digits", SHA256 + "0  disk.qcow2\n", "a hash of 65 digits"),
                arguments("sha384", "6".repeat(96) + "  disk.qcow2\n", "a hash of 96 digits"),
                arguments("sha224", "6".repeat(56) + "  disk.qcow2\n", "a hash of 56 digits"),
                arguments("bare, too few digits", SHA256.substring(1) + "\n", "a hash of 63 digits"),
                arguments("BSD, an unknown algorithm", "BLAKE2b (disk.qcow2) = " + SHA512 + "\n", "called BLAKE2b"),
                arguments("BSD, a truncated one", "SHA512/256 (disk.qcow2) = " + SHA256 + "\n", "called SHA512/256"),
                arguments(
                        "BSD, a truncated one of OpenSSL 3",
                        "SHA2-512/256(disk.qcow2)= " + SHA256 + "\n",
                        "called SHA2-512/256"),
                arguments(
                        "BSD, SHA3 of the same length", "SHA3-256 (disk.qcow2) = " + SHA256 + "\n", "called SHA3-256"),
                arguments("BSD, a length that does not fit", "SHA256 (disk.qcow2) = " + SHA512 + "\n", "called SHA256"),
                arguments("BSD, md5 called sha256", "SHA256 (disk.qcow2) = " + MD5 + "\n", "called SHA256"),
                arguments(
                        "two that differ",
                        SHA256 + "  disk.qcow2\n" + OTHER + "  disk.qcow2\n",
                        "two different sha256"),
                arguments("two directories", SHA256 + "  a/disk.qcow2\n" + OTHER + "  b/disk.qcow2\n", "two different"),
                arguments(
                        "BSD and GNU that differ",
                        "SHA256 (disk.qcow2) = " + SHA256 + "\n" + OTHER + "  disk.qcow2\n",
                        "two different"),
                arguments(
                        "a second one behind the signature",
                        SHA256 + "  disk.qcow2\n-----END PGP SIGNATURE-----\n" + OTHER + "  disk.qcow2\n",
                        "two different"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void whatCannotBeUsedIsRefused(String what, String text, String said) {
        FailureException e = assertFails(FailureCode.CHECKSUM_UNAVAILABLE, () -> read(text, NAME));

        assertThat(e).hasMessageContainingAll(said, "https://images.example.org/SHA256SUMS");
        assertThat(e.getMessage()).doesNotContain("SECRET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"  ", "  \n", " images/\n", " *\n"})
    void anImageWithoutANameIsNamedByNoLine(String name) {
        assertFails(FailureCode.CHECKSUM_UNAVAILABLE, () -> read(SHA256 + name + OTHER, ""));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100_000})
    void aLongLineTakesNoLongTime(int repeats) {
        String hostile = "SHA256 " + "(".repeat(repeats) + "a".repeat(repeats) + ") = ".repeat(repeats);

        assertFails(FailureCode.CHECKSUM_UNAVAILABLE, () -> read(hostile, NAME));
    }
}
