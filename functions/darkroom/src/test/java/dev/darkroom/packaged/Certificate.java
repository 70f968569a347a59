package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A certificate of this machine, signed by itself, and its key, made by the JDK's own tool.
 *
 * @param keyStore PKCS#12, under {@link #PASSWORD}
 * @param pem      the certificate alone
 */
record Certificate(Path keyStore, Path pem) {
    static final String PASSWORD = "changeit";

    static Certificate make(Path directory) throws Exception {
        Path keyStore = directory.resolve("key.p12");
        Path pem = directory.resolve("certificate.pem");
        keytool(
                keyStore,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=darkroom",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1");
        keytool(keyStore, "-exportcert", "-rfc", "-file", pem.toString());
        return new Certificate(keyStore, pem);
    }

    private static void keytool(Path keyStore, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "darkroom", "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-keystore", keyStore.toString()));
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
