package dev.darkroom.registry.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {
    /** SHA-256 of "s3cret". */
    private static final String HASH = "1ec1c26b50d5d3c58d9583181af8076655fe00756bf7285940ba3670f99fcba0";

    @TempDir
    Path directory;

    @Test
    void aTokenIsKnownByItsHash() throws IOException {
        Tokens tokens = tokens("# who may ask\n\nci   read,publish\t" + HASH + "\n");

        assertThat(tokens.grant("s3cret")).hasValueSatisfying(grant -> {
            assertThat(grant.name()).isEqualTo("ci");
            assertThat(grant.rights()).containsExactlyInAnyOrder(Rights.READ, Rights.PUBLISH);
        });
        assertThat(tokens.grant("s3cret ")).isEmpty();
        assertThat(tokens.grant("")).isEmpty();
        assertThat(tokens.grant(HASH)).isEmpty();
    }

    @Test
    void anIssuedTokenIsAnotherEachTime() {
        Tokens tokens = Tokens.none();

        String token = tokens.issue("local");

        assertThat(tokens.grant(token))
                .hasValueSatisfying(grant -> assertThat(grant.rights()).isEqualTo(Rights.ALL));
        assertThat(token).hasSize(43).isNotEqualTo(tokens.issue("local"));
        assertThat(Tokens.none().grant(token)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ci read s3cret,                        names for \"ci\" no SHA-256",
        "ci read,                               has 2 words instead of NAME RIGHTS HASH",
        "ci read " + HASH + " s3cret,           has 4 words instead of NAME RIGHTS HASH",
        "ci write " + HASH + ",                 gives \"ci\" rights that are not some of",
        "ci darkroom:read " + HASH + ",         gives \"ci\" rights that are not some of",
        "s3cret* read " + HASH + ",             begins with no name",
        "'ci read,write " + HASH + "',          gives \"ci\" rights that are not some of",
    })
    void aWrongLineIsNamedAndNothingOfItThatMightBeAToken(String line, String complaint) {
        assertThatThrownBy(() -> tokens("ok read " + HASH + "\n" + line + "\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tokens line 2 " + complaint)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aFileWithoutTokensIsNoWayToLetNobodyIn() {
        assertThatThrownBy(() -> tokens("# nobody yet\n")).hasMessageContaining("must have 1 to 1000 lines");
    }

    private Tokens tokens(String text) throws IOException {
        return Tokens.read(Files.writeString(directory.resolve("tokens"), text), () -> 0);
    }
}
