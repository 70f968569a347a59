package dev.darkroom.convert;

import java.util.List;

/** A qemu-img that does what a test tells it to, as shell commands; as they stand it converts to an empty raw disk. */
final class ScriptedQemuImg {
    String info = "echo '{\"format\": \"qcow2\", \"filename\": \"in\", \"virtual-size\": " + Disks.SIZE + "}'";
    String measure = "echo '{\"required\": 1048576}'";
    String convert = "truncate -s " + Disks.SIZE + " out/image";

    List<String> program() {
        String script = "case $1 in info) " + info + ";; measure) " + measure + ";; convert) " + convert + ";; esac";
        return List.of("bash", "-c", script, "qemu-img");
    }
}
