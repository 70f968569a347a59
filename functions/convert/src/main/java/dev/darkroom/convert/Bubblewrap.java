package dev.darkroom.convert;

import dev.darkroom.convert.ProcessRunner.Command;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The full sandbox, by bwrap(1): namespaces of its own for everything, so no network and no other process; a read-only
 * file system of programs, libraries and the one source; no capability; the {@link SeccompFilter}; the limits. Only a run
 * that writes is given a directory to write to.
 */
final class Bubblewrap implements Sandbox {
    /** The filter comes through the standard input and is moved out of the program's way. */
    private static final String FILTER = "9";

    private static final List<String> LIBRARIES = List.of("/lib", "/lib64", "/lib32", "/libx32");
    private static final List<String> DEVICES = List.of("/dev/null", "/dev/urandom");
    private static final String WORK = "/work";

    private final byte[] filter;
    private final List<String> system;

    /** @param filter as {@link SeccompFilter#program} */
    Bubblewrap(byte[] filter) {
        this.filter = filter.clone();
        this.system = system();
    }

    @Override
    public Command confine(List<String> program, Workspace workspace, Limits limits) {
        var bwrap = new ArrayList<>(system);
        bwrap.addAll(List.of("--ro-bind", workspace.source().toString(), WORK + "/" + Workspace.SOURCE));
        if (limits.writes()) {
            bwrap.addAll(
                    List.of("--bind", workspace.outputDirectory().toString(), WORK + "/" + Workspace.OUTPUT_DIRECTORY));
        }
        bwrap.addAll(List.of("--remount-ro", "/", "--chdir", WORK, "--seccomp", FILTER, "--"));
        return new Command(
                Sandbox.bound(FILTER + "<&0 </dev/null", limits, Stream.concat(bwrap.stream(), program.stream())),
                workspace.directory(),
                filter.clone(),
                limits.deadline());
    }

    private static List<String> system() {
        var options = new ArrayList<>(List.of(
                "bwrap",
                "--unshare-all",
                "--die-with-parent",
                "--cap-drop",
                "ALL",
                "--ro-bind",
                "/usr",
                "/usr",
                "--ro-bind-try",
                "/etc/ld.so.cache",
                "/etc/ld.so.cache"));
        LIBRARIES.forEach(path -> options.addAll(library(Path.of(path))));
        DEVICES.forEach(device -> options.addAll(List.of("--dev-bind", device, device)));
        return List.copyOf(options);
    }

    /** A link into /usr on most systems, a directory of its own on some, and not there on others. */
    private static List<String> library(Path path) {
        if (Files.isSymbolicLink(path)) {
            return List.of("--symlink", "usr/" + path.getFileName(), path.toString());
        }
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                ? List.of("--ro-bind", path.toString(), path.toString())
                : List.of();
    }
}
