package dev.darkroom.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.convert.QemuInfo.UnreadableException;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QemuInfoTest {

    private static Whole output(String text) {
        var whole = new Whole(FailureCode.IMAGE_REFUSED);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        whole.take(bytes, bytes.length);
        return whole;
    }

    private static QemuInfo parse(String text) throws UnreadableException {
        return QemuInfo.parse(output(text));
    }

    /** What qemu-img 7.2 and 10.0 say of a sound image. */
    @ParameterizedTest
    @ValueSource(strings = {"""
                {"virtual-size": 67108864, "filename": "in", "cluster-size": 65536, "format": "qcow2",
                 "actual-size": 602112, "format-specific": {"type": "qcow2", "data": {"compat": "1.1",
                 "compression-type": "zlib", "lazy-refcounts": false, "refcount-bits": 16, "corrupt": false,
                 "extended-l2": false}}, "dirty-flag": false}
                """, """
                {"children": [{"name": "file", "info": {"children": [], "virtual-size": 197120, "filename": "in",
                 "format": "file", "actual-size": 200704, "format-specific": {"type": "file", "data": {}},
                 "dirty-flag": false}}], "virtual-size": 67108864, "filename": "in", "cluster-size": 65536,
                 "format": "qcow2", "actual-size": 200704, "format-specific": {"type": "qcow2", "data":
                 {"compat": "1.1", "compression-type": "zlib", "lazy-refcounts": false, "refcount-bits": 16,
                 "corrupt": false, "extended-l2": false}}, "dirty-flag": false}
                """})
    void aSoundImageAgrees(String text) throws UnreadableException {
        QemuInfo info = parse(text);

        assertThat(info).isEqualTo(new QemuInfo("qcow2", 67108864, Optional.empty()));
        assertThat(info.disagreement(DiskFormat.QCOW2, 67108864)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'driver': 'vpc', 'file': {'driver': 'file', 'filename': 'in'}, 'force_size_calc': 'chs'} | true",
                "{'force_size_calc': 'current_size', 'driver': 'vpc', 'file': {'filename': 'in', 'driver': 'file'}} | true",
                "{'driver': 'vpc', 'file': {'driver': 'file', 'filename': '/etc/passwd'}} | false",
                "{'driver': 'vpc', 'file': {'driver': 'nbd', 'filename': 'in'}} | false",
                "{'driver': 'vpc', 'file': {'driver': 'file', 'filename': 'in'}, 'backing': 'other'} | false",
                "{'driver': 'raw', 'file': {'driver': 'file', 'filename': 'in'}} | false",
                "'in' | false",
                "{ | false",
            })
    void aSourceThatQemuWasToldHowToOpenIsKnownByItsOptions(String options, boolean ours) throws UnreadableException {
        String name = "json:" + options.replace("'", "\\\"");

        QemuInfo info = parse("{\"format\": \"vpc\", \"virtual-size\": 512, \"filename\": \"" + name + "\"}");

        assertThat(info.disagreement(DiskFormat.VHD, 512).isEmpty()).isEqualTo(ours);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "qcow2 | QCOW2 | 512 |",
                "raw   | RAW   | 512 |",
                "raw   | ISO   | 512 |",
                "vpc   | VHD   | 512 |",
                "vmdk  | VMDK  | 512 |",
                "qcow2 | RAW   | 512 | format is \"qcow2\", not raw",
                "raw   | QCOW2 | 512 | format is \"raw\", not qcow2",
                "vhd   | VHD   | 512 | format is \"vhd\", not vpc",
                "luks  | RAW   | 512 | format is \"luks\", not raw",
                "qcow2 | QCOW2 | 513 | virtual-size is 512, not 513",
                "qcow2 | QCOW2 | 511 | virtual-size is 512, not 511",
                "qcow2 | QCOW2 | 0   | virtual-size is 512, not 0",
            })
    void formatAndSizeMustBeTheExpectedOnes(String format, DiskFormat expected, long size, String how)
            throws UnreadableException {
        QemuInfo info = parse("{\"format\": \"" + format + "\", \"virtual-size\": 512, \"filename\": \"in\"}");

        assertThat(info.disagreement(expected, size)).isEqualTo(Optional.ofNullable(how));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"backing-filename\": \"/etc/passwd\"               | backing-filename is \"/etc/passwd\"",
                "\"full-backing-filename\": \"/etc/passwd\"          | full-backing-filename is \"/etc/passwd\"",
                "\"backing-filename-format\": \"raw\"                | backing-filename-format is \"raw\"",
                "\"backing-image\": {}                               | backing-image is {}",
                "\"data-file\": \"x\"                                | data-file is \"x\"",
                "\"encrypted\": true                                 | encrypted is true",
                "\"filename\": \"json:{}\"                           | filename is \"json:{}\"",
                "\"filename\": null                                  | filename is null",
                "\"format-specific\": {\"data\": {\"data-file\": \"/s\"}}  | data-file is \"/s\"",
                "\"format-specific\": {\"data\": {\"corrupt\": true}}      | corrupt is true",
                "\"format-specific\": {\"data\": {\"extents\": [{\"filename\": \"in\"}, {\"filename\": \"/s\"}]}}"
                        + " | filename is \"/s\"",
                "\"children\": [{\"info\": {\"filename\": \"/etc/shadow\"}}]  | filename is \"/etc/shadow\"",
                "\"data-file\": \"\\u001b[31m\"                      | data-file is \"\\u001b[31m\"",
            })
    void whatLeadsOutOfTheImageIsADisagreement(String field, String how) throws UnreadableException {
        QemuInfo info = parse("{\"format\": \"qcow2\", \"virtual-size\": 512, " + field + "}");

        assertThat(info.disagreement(DiskFormat.QCOW2, 512)).hasValue(how);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"encrypted\": false",
                "\"corrupt\": false",
                "\"dirty-flag\": true",
                "\"filename\": \"in\"",
                "\"snapshots\": []",
                "\"data-file-raw\": false"
            })
    void whatIsHarmlessIsNone(String field) throws UnreadableException {
        QemuInfo info = parse("{\"format\": \"qcow2\", \"virtual-size\": 512, " + field + "}");

        assertThat(info.disagreement(DiskFormat.QCOW2, 512)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                           | it is not a JSON object",
                "null                                         | it is not a JSON object",
                "[]                                           | it is not a JSON object",
                "[{\"format\": \"raw\", \"virtual-size\": 1}] | it is not a JSON object",
                "42                                           | it is not a JSON object",
                "image: in                                    | it is not JSON, or not unambiguous",
                "{\"format\": \"raw\", \"virtual-size\": 512  | it is not JSON, or not unambiguous",
                "{\"format\": \"raw\", \"virtual-size\": 512} {} | it is not JSON, or not unambiguous",
                "{\"format\": \"raw\", \"virtual-size\": 1, \"virtual-size\": 2} | it is not JSON, or not unambiguous",
                "{\"format\": \"raw\", \"a\": {\"b\": 1, \"b\": 2}} | it is not JSON, or not unambiguous",
                "{}                                           | it names no format",
                "{\"format\": null, \"virtual-size\": 512}    | it names no format",
                "{\"format\": 3, \"virtual-size\": 512}       | it names no format",
                "{\"format\": \"raw\"}                        | virtual-size is , not a number of bytes",
                "{\"format\": \"raw\", \"virtual-size\": \"512\"} | virtual-size is \"512\", not a number of bytes",
                "{\"format\": \"raw\", \"virtual-size\": 5.5} | virtual-size is 5.5, not a number of bytes",
                "{\"format\": \"raw\", \"virtual-size\": -1}  | virtual-size is -1, not a number of bytes",
                "{\"format\": \"raw\", \"virtual-size\": 9223372036854775808}"
                        + " | virtual-size is 9223372036854775808, not a number of bytes",
                "{\"format\": \"raw\", \"virtual-size\": null} | virtual-size is null, not a number of bytes",
            })
    void whatCannotBeReadWithoutDoubtIsNotBelieved(String text, String how) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(UnreadableException.class)
                .hasMessage(how);
    }

    @Test
    void depthLengthAndTextsAreBounded() {
        String deep = "{\"format\": \"raw\", \"virtual-size\": 512, \"x\": " + "[".repeat(40) + "]".repeat(40) + "}";
        String text = "{\"format\": \"" + "x".repeat(70_000) + "\", \"virtual-size\": 512}";
        String large = "{\"format\": \"raw\", \"virtual-size\": 512" + " ".repeat(Whole.SIZE) + "}";

        assertThatThrownBy(() -> parse(deep)).hasMessageContaining("not JSON");
        assertThatThrownBy(() -> parse(text)).hasMessageContaining("not JSON");
        assertThatThrownBy(() -> parse(large)).hasMessageContaining("longer than 1048576 bytes");
    }

    @Test
    void theMeasurementIsRead() throws UnreadableException {
        assertThat(QemuInfo.required(output("{\"bitmaps\": 0, \"required\": 1376256, \"fully-allocated\": 67436544}")))
                .isEqualTo(1376256);
        assertThatThrownBy(() -> QemuInfo.required(output("{\"fully-allocated\": 1}")))
                .isInstanceOf(UnreadableException.class);
    }
}
