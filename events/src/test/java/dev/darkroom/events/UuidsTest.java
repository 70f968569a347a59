package dev.darkroom.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UuidsTest {

    /** RFC 9562 appendix A.4, and what Python's uuid.uuid5 gives for the namespaces of that RFC. */
    @ParameterizedTest
    @CsvSource({
        "6ba7b810-9dad-11d1-80b4-00c04fd430c8, www.example.com, 2ed6657d-e927-568b-95e1-2665a8aea6a2",
        "6ba7b810-9dad-11d1-80b4-00c04fd430c8, python.org,      886313e1-3b8a-5372-9b90-0c9aee199e5d",
        "6ba7b811-9dad-11d1-80b4-00c04fd430c8, http://python.org/, 4c565f0d-3f5a-5890-b41b-20cf47701c5e",
        "6ba7b814-9dad-11d1-80b4-00c04fd430c8, c=ca,            cc957dd1-a972-5349-98cd-874190002798",
    })
    void isTheUuidThatTheStandardSays(UUID namespace, String name, String expected) {
        assertThat(Uuids.version5(namespace, name)).hasToString(expected);
    }

    /** A change of these renames every image of every cloud. */
    @Test
    void imageIdsAreThoseOfEveryEarlierRelease() {
        assertThat(Uuids.DARKROOM).hasToString("66255d2a-3380-5e9f-a06e-38af421629c1");
        assertThat(ImageId.of(new ImageKey("debian_12_20260801"), 0))
                .hasToString("767cc94e-caab-5a09-8a38-bc051353664d");
        assertThat(ImageId.of(new ImageKey("debian_12_20260801"), 1))
                .hasToString("dc6b8a9e-abf6-52d5-93fd-7e919c0ff0dc");
    }
}
