package dev.darkroom.fetch;

import static dev.darkroom.fetch.Fetching.image;
import static dev.darkroom.fetch.Fetching.request;
import static dev.darkroom.fetch.Fetching.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.fetch.policy.OriginSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of this machine: only those below listed directories, whatever path leads to them. */
class FileOriginTest {
    private static final byte[] IMAGE = image(70 * 512);

    @TempDir
    Path disk;

    private Path listed;
    private Path secret;
    private Fetching fetching;

    @BeforeEach
    void start() throws IOException {
        listed = Files.createDirectories(disk.resolve("srv/images"));
        secret = Files.write(Files.createDirectories(disk.resolve("etc")).resolve("shadow"), IMAGE);
        Files.write(listed.resolve("disk.raw"), IMAGE);
        Files.write(Files.createDirectory(listed.resolve("sub")).resolve("disk.raw"), IMAGE);
        Files.write(listed.resolve("my disk.raw"), IMAGE);
        Files.write(Files.createDirectories(disk.resolve("srv/images-old")).resolve("disk.raw"), IMAGE);
        fetching = new Fetching(Files.createDirectory(disk.resolve("staging")));
        fetching.origins = fetching.origins.files(listed);
    }

    @AfterEach
    void stop() {
        fetching.close();
    }

    private String url(String path) {
        return "file://" + listed + path;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/disk.raw",
                "/sub/disk.raw",
                "/sub/../disk.raw",
                "//disk.raw",
                "/./disk.raw",
                "/my%20disk.raw",
                "/%64isk.raw"
            })
    void aFileBelowAListedDirectoryIsFetched(String path) {
        var fetched = fetching.fetch(request(url(path), sha256(IMAGE)));

        assertThat(fetching.staged(fetched)).hasBinaryContent(IMAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:", "file://", "FILE://"})
    void theSchemeMayBeWrittenInSeveralWays(String prefix) {
        var fetched = fetching.fetch(request(prefix + listed + "/disk.raw"));

        assertThat(fetching.staged(fetched)).hasBinaryContent(IMAGE);
    }

    @Test
    void aSumsFileMayLieBesideIt() throws IOException {
        Files.writeString(listed.resolve("SHA256SUMS"), sha256(IMAGE).hex() + "  disk.raw\n");

        assertThat(fetching.fetch(request(url("/disk.raw"), Fetching.sums(url("/SHA256SUMS")))))
                .isNotNull();
    }

    @Test
    void aLinkThatStaysInsideIsFollowed() throws IOException {
        Files.createSymbolicLink(listed.resolve("latest.raw"), Path.of("sub/disk.raw"));

        assertThat(fetching.fetch(request(url("/latest.raw")))).isNotNull();
    }

    @Test
    void aListedDirectoryMayItselfBeALink() throws IOException {
        fetching.origins = fetching.origins.files(Files.createSymbolicLink(disk.resolve("link"), listed));

        assertThat(fetching.fetch(request(url("/disk.raw")))).isNotNull();
        assertThat(fetching.fetch(request("file://" + disk + "/link/disk.raw"))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../etc/shadow",
                "/sub/../../../etc/shadow",
                "/%2e%2e/%2e%2e/etc/shadow",
                "/..%2f..%2fetc%2fshadow",
                "/../images-old/disk.raw",
                "/..",
                "/../../etc",
                "/../../etc/no-such-file",
                "/../../no-such-directory/no-such-file",
                "/../../../../../../../../../../../../../../etc/passwd"
            })
    void whatLiesOutsideIsRefusedWhetherItExistsOrNot(String path) {
        FailureException e = fetching.failsWith(FailureCode.ORIGIN_REFUSED, request(url(path)));

        assertThat(e).hasMessageContaining("darkroom.origins.files");
    }

    @ParameterizedTest
    @ValueSource(strings = {"leak.raw", "leak/shadow", "dangling.raw", "loop.raw"})
    void aLinkThatLeadsOutIsRefused(String name) throws IOException {
        Files.createSymbolicLink(listed.resolve("leak.raw"), secret);
        Files.createSymbolicLink(listed.resolve("leak"), secret.getParent());
        Files.createSymbolicLink(listed.resolve("dangling.raw"), disk.resolve("etc/none"));
        Files.createSymbolicLink(listed.resolve("loop.raw"), listed.resolve("loop.raw"));

        FailureException e = fetching.failure(request(url("/" + name)));

        assertThat(e.code()).isIn(FailureCode.ORIGIN_REFUSED, FailureCode.ORIGIN_NOT_FOUND);
        assertThat(fetching.files()).isEmpty();
    }

    @Test
    void withoutListedDirectoriesNoFileIsReadable() {
        fetching.origins = OriginSettings.NONE;

        fetching.failsWith(FailureCode.ORIGIN_REFUSED, request(url("/disk.raw")));
    }

    @Test
    void aListedDirectoryThatDoesNotExistListsNothing() {
        fetching.origins = fetching.origins.files(disk.resolve("none"));

        fetching.failsWith(FailureCode.ORIGIN_REFUSED, request(url("/disk.raw")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/none.raw", "/sub", "/", "", "/sub/none/none.raw", "/disk.raw/none"})
    void whatIsNotThereIsNotFound(String path) {
        fetching.failsWith(FailureCode.ORIGIN_NOT_FOUND, request(url(path)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/zero", "/proc/self/environ", "/dev/stdin"})
    void devicesAndTheirLikeAreRefused(String path) {
        fetching.failsWith(FailureCode.ORIGIN_REFUSED, request("file://" + path));
    }

    @Test
    void whatNoFileCanBeNamedIsRefused() {
        FailureException e = fetching.failsWith(FailureCode.ORIGIN_REFUSED, request(url("/disk%00.raw")));

        assertThat(e).hasMessageContaining("/disk%00.raw");
    }

    @Test
    void aFileThatIsNoFileIsNotRead() {
        fetching.origins = fetching.origins.files(Path.of("/dev"));

        fetching.failsWith(FailureCode.ORIGIN_NOT_FOUND, request("file:///dev/zero"));
    }
}
