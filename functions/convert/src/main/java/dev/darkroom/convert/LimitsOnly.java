package dev.darkroom.convert;

import dev.darkroom.convert.ProcessRunner.Command;
import java.util.List;

/**
 * Resource limits and nothing else, for containers in which no further namespaces can be made: there the container's own
 * file system, network and system call filter are the sandbox.
 */
final class LimitsOnly implements Sandbox {
    private static final byte[] NOTHING = {};

    @Override
    public Command confine(List<String> program, Workspace workspace, Limits limits) {
        return new Command(
                Sandbox.bound("</dev/null", limits, program.stream()),
                workspace.directory(),
                NOTHING,
                limits.deadline());
    }
}
