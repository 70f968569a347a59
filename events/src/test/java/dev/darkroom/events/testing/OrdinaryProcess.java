package dev.darkroom.events.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java process to which closed files and directories are closed, also where root runs the tests. */
public final class OrdinaryProcess {
    private OrdinaryProcess() {}

    /** @param main whose {@code main} it runs, with the class path of the tests */
    public static ProcessBuilder of(Class<?> main, String... arguments) {
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }
}
