package dev.darkroom.cli.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDocumentsTest {
    @TempDir
    private Path directory;

    private final DocumentSource files = new FileDocuments(new Shelf().put("https://e.org/a.yaml", "of the web"));

    private String write(String name, byte[] content) throws IOException {
        return Files.write(directory.resolve(name), content).toString();
    }

    @Test
    void filesAreReadHereAndUrlsElsewhere() throws IOException {
        assertThat(files.read(write("a.yaml", "a: \u00fc".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("a: \u00fc");
        assertThat(files.read("https://e.org/a.yaml")).isEqualTo("of the web");
    }

    @Test
    void aFileMayBeAsLargeAsTheBoundAndNotAByteLarger() throws IOException {
        assertThat(files.read(write("a", new byte[DocumentSource.LARGEST]))).hasSize(DocumentSource.LARGEST);
        String larger = write("b", new byte[DocumentSource.LARGEST + 1]);
        assertThatIOException().isThrownBy(() -> files.read(larger)).withMessageContaining("more than 4 MiB");
    }

    @Test
    void whatCannotBeReadIsSaidInASentence() throws IOException {
        assertThatIOException()
                .isThrownBy(() -> files.read(directory + "/gone.yaml"))
                .withMessage("there is no file " + directory + "/gone.yaml");
        assertThatIOException()
                .isThrownBy(() -> files.read(directory.toString()))
                .withMessageContaining("is a directory");
        String latin = write("latin.yaml", "a: \u00fc".getBytes(StandardCharsets.ISO_8859_1));
        assertThatIOException().isThrownBy(() -> files.read(latin)).withMessageContaining("is not text in UTF-8");
        assertThatIOException().isThrownBy(() -> files.read("a\0b")).withMessageContaining("is not the name of a file");
        String file = write("file", new byte[1]);
        assertThatIOException()
                .isThrownBy(() -> files.read(file + "/below"))
                .withMessageContaining("cannot be read: Not a directory");
    }

    /** A pipe that somebody names on the command line is one that he means. */
    @Test
    void whatIsNoFileIsReadWhereItIsAskedForAndNotWhereItIsIncluded() throws IOException {
        String asked = write("a.yaml", "include: /dev/null".getBytes(StandardCharsets.UTF_8));

        assertThat(files.read("/dev/null")).isEmpty();
        assertThat(new ReadCatalogue(files).read(List.of(asked)).mistakes())
                .extracting(Mistake::message)
                .containsExactly("/dev/null is not a regular file");
    }
}
