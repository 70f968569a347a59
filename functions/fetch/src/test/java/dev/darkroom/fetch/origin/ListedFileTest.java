package dev.darkroom.fetch.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.SourceUri;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a file between the judgement and the opening. */
class ListedFileTest {
    @TempDir
    Path disk;

    private Path listed;
    private Path secrets;

    @BeforeEach
    void start() throws IOException {
        listed = Files.createDirectories(disk.resolve("srv/images"));
        secrets = Files.createDirectory(disk.resolve("etc"));
        Files.writeString(Files.createDirectories(listed.resolve("sub/further")).resolve("disk.raw"), "image");
        Files.writeString(secrets.resolve("disk.raw"), "secret");
    }

    private ListedFile judged() throws IOException {
        var source = SourceUri.parse("file://" + listed + "/sub/further/disk.raw");
        return new ListedDirectories(List.of(listed))
                .admit(Origin.Ask.whole(source, "source_url", Deadline.in(Duration.ofMinutes(1), "")));
    }

    private static String read(SeekableByteChannel file) throws IOException {
        var bytes = ByteBuffer.allocate(100);
        file.read(bytes);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    @Test
    void aFileThatStaysWhatItWasIsOpened() throws IOException {
        try (SeekableByteChannel file = judged().open()) {
            assertThat(read(file)).isEqualTo("image");
        }
    }

    @Test
    void aFileThatBecameALinkIsNotFollowed() throws IOException {
        ListedFile file = judged();
        Files.move(listed.resolve("sub/further/disk.raw"), listed.resolve("before"));
        Files.createSymbolicLink(listed.resolve("sub/further/disk.raw"), secrets.resolve("disk.raw"));

        assertThatThrownBy(file::open).isInstanceOf(OriginTrouble.class).hasMessageContaining("took its place");
    }

    @Test
    void aDirectoryThatBecameALinkIsNotFollowed() throws IOException {
        ListedFile file = judged();
        Files.move(listed.resolve("sub/further"), listed.resolve("before"));
        Files.createSymbolicLink(listed.resolve("sub/further"), secrets);

        assertThatThrownBy(file::open).isInstanceOf(IOException.class);
    }

    @Test
    void whatBecameADirectoryIsNotOpened() throws IOException {
        ListedFile file = judged();
        Files.move(listed.resolve("sub/further/disk.raw"), listed.resolve("before"));
        Files.createDirectory(listed.resolve("sub/further/disk.raw"));

        assertThatThrownBy(file::open).isInstanceOf(OriginTrouble.class).hasMessageContaining("took its place");
    }
}
