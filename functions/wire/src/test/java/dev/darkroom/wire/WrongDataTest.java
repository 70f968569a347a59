package dev.darkroom.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One field of a golden event has a wrong value: the schema says so, the codec says so, and the codec names the field. */
class WrongDataTest {
    private final EventCodec codec = new EventCodec();

    @ParameterizedTest(name = "{0} {1} = {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        catalogue.updated.v1 | /catalogue                | 'Platform'
        catalogue.updated.v1 | /catalogue                | 5
        catalogue.updated.v1 | /catalogue                | null
        catalogue.updated.v1 | /part                     | -1
        catalogue.updated.v1 | /part                     | 1.5
        catalogue.updated.v1 | /part                     | '1'
        catalogue.updated.v1 | /part                     | 2147483648
        catalogue.updated.v1 | /images                   | []
        catalogue.updated.v1 | /images                   | 'debian'
        catalogue.updated.v1 | /aliases                  | ['a']
        catalogue.updated.v1 | /wiring                   | true
        catalogue.updated.v1 | /defaults                 | 1
        catalogue.updated.v1 | /image                    | {}
        catalogue.refused.v1 | /entry                    | 1
        catalogue.refused.v1 | /code                     | 'Bad'
        catalogue.refused.v1 | /message                  | ['a']
        target.announced.v1  | /target                   | ''
        target.announced.v1  | /target                   | '../etc'
        target.announced.v1  | /kind                     | false
        target.announced.v1  | /disk_format              | 'vpc'
        target.announced.v1  | /disk_format              | 'RAW'
        target.announced.v1  | /problem                  | 'broken'
        target.announced.v1  | /problem/code             | 401
        target.announced.v1  | /images                   | 'none'
        target.announced.v1  | /images/0                 | 'none'
        target.announced.v1  | /images/0                 | null
        target.announced.v1  | /hidden                   | true
        target.announced.v1  | /hidden/0                 | 'none'
        image.requested.v1   | /key                      | 'debian 12'
        image.requested.v1   | /key                      | 'a/b'
        image.requested.v1   | /key                      | '-a'
        image.requested.v1   | /formats                  | 'raw'
        image.requested.v1   | /formats/0                | 'qed'
        image.requested.v1   | /formats/0                | null
        image.requested.v1   | /attempt                  | '3'
        image.requested.v1   | /attempt                  | -1
        image.requested.v1   | /attempt                  | 1000001
        image.requested.v1   | /attempt                  | true
        image.requested.v1   | /updates/mycloud          | 'none'
        image.requested.v1   | /updates/mycloud          | '1-1-1-1-1'
        image.requested.v1   | /updates/mycloud          | null
        image.requested.v1   | /updates/My Cloud         | 'ba6d0a2b-5ba5-5f6b-8f30-8b8d1f6cf0a1'
        image.requested.v1   | /catalogue_event          | 'yesterday'
        image.requested.v1   | /spec/source_url          | 'ftp://example.org/a'
        image.requested.v1   | /spec/source_url          | 'https://user:secret@example.org/a'
        image.requested.v1   | /spec/source_url          | 'https://example.org/a#b'
        image.requested.v1   | /spec/source_url          | 'images/a.qcow2'
        image.requested.v1   | /spec/source_url          | 'javascript:alert(1)'
        image.requested.v1   | /spec/source_url          | 'https://example.org/a b'
        image.requested.v1   | /spec/source_disk_format  | 'qcow'
        image.requested.v1   | /spec/visibility          | 'Community'
        image.requested.v1   | /spec/hidden              | 'true'
        image.requested.v1   | /spec/hidden              | 1
        image.requested.v1   | /spec/protected           | null
        image.requested.v1   | /spec/min_disk            | -1
        image.requested.v1   | /spec/min_ram             | 0.5
        image.requested.v1   | /spec/properties          | ['os_distro=debian']
        image.requested.v1   | /spec/properties/note     | 12
        image.requested.v1   | /spec/properties/note     | null
        image.requested.v1   | /spec/tags                | 'linux'
        image.requested.v1   | /spec/tags/0              | null
        image.requested.v1   | /spec/tags/0              | 7
        image.requested.v1   | /spec/share_with/0        | {}
        image.requested.v1   | /spec/checksum            | 'sha256:ab'
        image.requested.v1   | /spec/checksum/digests/0  | 'sha256:ab'
        image.requested.v1   | /spec/checksum/digests/0  | 'crc32:abababab'
        image.requested.v1   | /spec/checksum/allow_weak | 'no'
        image.requested.v1   | /spec/checksum/signature/url | 'gpg'
        image.requested.v1   | /spec/checksum/cosign_bundle | 'bundle'
        image.requested.v1   | /spec/checksum/signature/signed_by/0 | 'D2EB4462'
        image.fetched.v1     | /verified/0               | 'yes'
        image.fetched.v1     | /verified                 | 'sha256'
        image.fetched.v1     | /virtual_size             | -1
        image.fetched.v1     | /virtual_size             | 9223372036854775808
        image.fetched.v1     | /source                   | 'file'
        image.fetched.v1     | /source/reference         | '../../etc/passwd'
        image.fetched.v1     | /source/size              | -1
        image.fetched.v1     | /source/sha512            | 'sha256:abababababababababababababababababababababababababababababababab'
        image.converted.v1   | /source_sha256            | 'md5:abababababababababababababababab'
        image.converted.v1   | /artifact/format          | 'tar'
        image.ready.v1       | /image_id                 | '0'
        image.ready.v1       | /generation               | -1
        image.ready.v1       | /size                     | '10'
        image.ready.v1       | /size                     | 1.5
        image.ready.v1       | /sha512                   | 'sha512:00'
        image.ready.v1       | /verified/1               | 'openpgp:12'
        image.ready.v1       | /verified/0               | 'cosign:somebody@example.org'
        image.ready.v1       | /outcome                  | 'UPLOADED'
        image.ready.v1       | /name                     | 12
        image.failed.v1      | /retryable                | 'true'
        image.failed.v1      | /retry_after_seconds      | -1
        image.failed.v1      | /retry_after_seconds      | '120'
        image.failed.v1      | /stage                    | null
        image.failed.v1      | /code                     | 'no_space'
        alias.moved.v1       | /alias                    | 'Debian'
        alias.moved.v1       | /old_id                   | 12
        alias.moved.v1       | /new_key                  | ''
        alias.moved.v1       | /new_id                   | null
        image.settled.v1     | /ready                    | 'mycloud'
        image.settled.v1     | /failed/0                 | 'Other'
        image.settled.v1     | /waiting                  | 'mycloud'
        """)
    void isRefusedByTheSchemaAndByTheCodec(String type, String pointer, String value) {
        Golden golden = Golden.full()
                .filter(each -> each.file().equals(type + ".json"))
                .findFirst()
                .orElseThrow();
        JsonNode data = golden.data();
        JsonPointer at = JsonPointer.compile(pointer);
        set(data.at(at.head()), at.last().getMatchingProperty(), json(value));

        assertThat(Schemas.errors(golden.event().eventType(), data)).isNotEmpty();
        assertThatThrownBy(() -> codec.read(golden.event().eventType().type(), Golden.bytes(data)))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageStartingWith("dev.darkroom." + type + ": ")
                .hasMessageContaining(field(pointer))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("Cannot ", "`", "java.", "VALUE_", "(class "))
                .hasMessageNotContaining("secret");
    }

    private static String field(String pointer) {
        return pointer.replaceAll("/[0-9]+$", "").replaceAll("^.*/", "");
    }

    /** In the table, quotes are single ones. */
    private static JsonNode json(String value) {
        return Golden.tree(value.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static void set(JsonNode parent, String name, JsonNode value) {
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(name), value);
        } else {
            ((ObjectNode) parent).set(name, value);
        }
    }
}
