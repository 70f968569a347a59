package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real gpg, with a key ring and a key of its own. */
final class Gnupg implements AutoCloseable {
    private static final String USER = "Images <images@example.org>";

    private final Path home;

    /** @param home an empty directory with a short path: gpg's agent has a socket in it */
    Gnupg(Path home) throws Exception {
        this.home = home;
        gpg("--quick-generate-key", USER, "ed25519", "sign", "2y");
    }

    byte[] publicKey() throws Exception {
        return gpg("--armor", "--export", USER);
    }

    String fingerprint() throws Exception {
        return new String(gpg("--with-colons", "--list-keys", USER))
                .lines()
                .filter(line -> line.startsWith("fpr:"))
                .findFirst()
                .orElseThrow()
                .split(":")[9];
    }

    /** What gpg makes of a file, such as {@code --clear-sign} and {@code --detach-sign}. */
    byte[] sign(String text, String... how) throws Exception {
        var arguments = new ArrayList<>(List.of(how));
        arguments.add(Files.writeString(home.resolve("text"), text).toString());
        arguments.addAll(0, List.of("--output", "-"));
        return gpg(arguments.toArray(String[]::new));
    }

    private byte[] gpg(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                "gpg",
                "--homedir",
                home.toString(),
                "--batch",
                "--quiet",
                "--pinentry-mode",
                "loopback",
                "--passphrase",
                ""));
        command.addAll(List.of(arguments));
        Path errors = home.resolve("errors");
        Process gpg = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        byte[] out = gpg.getInputStream().readAllBytes();
        assertThat(gpg.waitFor()).as(Files.readString(errors)).isZero();
        return out;
    }

    @Override
    public void close() throws Exception {
        new ProcessBuilder("gpgconf", "--homedir", home.toString(), "--kill", "all")
                .inheritIO()
                .start()
                .waitFor();
    }
}
