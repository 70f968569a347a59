package dev.darkroom.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.cli.document.ReadCatalogue;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCatalogueTest {
    @TempDir
    Path directory;

    @Test
    void theCatalogueIsOneWithoutMistakes() throws Exception {
        Path file = Files.writeString(directory.resolve("demo.qcow2"), "abc");
        var images = List.of(new DemoImage("demo_a", file, "qcow2", file, "a disk: 1 MB"));

        String text = DemoCatalogue.text(images, URI.create("http://127.0.0.1:1234/"), "SHA256SUMS");

        var read = new ReadCatalogue(location -> text).read(List.of("demo.yaml"));
        assertThat(read.mistakes()).isEmpty();
        assertThat(read.keys()).extracting(Object::toString).containsExactly("demo_a");
        assertThat(text).contains("source_url: http://127.0.0.1:1234/demo.qcow2");
        assertThat(DemoCatalogue.sums(images))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  demo.qcow2\n");
    }
}
