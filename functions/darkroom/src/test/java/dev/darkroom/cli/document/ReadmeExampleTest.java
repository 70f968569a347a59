package dev.darkroom.cli.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.ImageKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What people copy from the README works. */
class ReadmeExampleTest {
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(catalogue:.*?)```", Pattern.DOTALL);

    @Test
    void theExampleOfTheReadmeIsWithoutMistakes() throws IOException {
        var example = EXAMPLE.matcher(Files.readString(Path.of("../../README.md")));
        assertThat(example.find()).isTrue();

        CatalogueRead read = new Shelf()
                .put("catalogue.yaml", example.group(1))
                .put("base.yaml", "images: {base: {source_url: https://e.org/a.qcow2}}")
                .catalogue("catalogue.yaml");

        assertThat(read.mistakes()).isEmpty();
        assertThat(read.name()).hasToString("platform");
        assertThat(read.keys()).contains(new ImageKey("base")).hasSizeGreaterThan(1);
        assertThat(Judged.of(read).wiring()).isNotEmpty();
    }
}
