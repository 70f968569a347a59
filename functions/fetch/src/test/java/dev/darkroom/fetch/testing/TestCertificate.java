package dev.darkroom.fetch.testing;

import dev.darkroom.fetch.origin.CloseNotify;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A key and a certificate that only those believe who were given {@link #trust()}. */
public final class TestCertificate {
    static {
        CloseNotify.require();
    }

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String ALIAS = "origin";

    private final KeyStore keys;

    private TestCertificate(KeyStore keys) {
        this.keys = keys;
    }

    /**
     * @param store    where it is written
     * @param subjects as keytool takes them: {@code dns:example.org,ip:127.0.0.1}
     */
    public static TestCertificate of(Path store, String subjects)
            throws IOException, GeneralSecurityException, InterruptedException {
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=origin",
                        "-ext",
                        "san=" + subjects,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        store.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool ended with " + keytool.exitValue());
        }
        return new TestCertificate(KeyStore.getInstance(store.toFile(), PASSWORD));
    }

    /** A socket on loopback that proves itself by this certificate. */
    public SSLServerSocket listen() throws IOException {
        return (SSLServerSocket)
                identity().getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** The same, whose connections end without a word of TLS, as those that somebody cuts on the way. */
    public ServerSocket listenToBeCut() throws IOException {
        SSLContext identity = identity();
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress()) {
            @Override
            public Socket accept() throws IOException {
                Socket plain = super.accept();
                var tls = (SSLSocket) identity.getSocketFactory().createSocket(plain, null, true);
                return new Socket() {
                    @Override
                    public InputStream getInputStream() throws IOException {
                        return tls.getInputStream();
                    }

                    @Override
                    public OutputStream getOutputStream() throws IOException {
                        return new FilterOutputStream(tls.getOutputStream()) {
                            @Override
                            public void write(byte[] bytes, int from, int count) throws IOException {
                                out.write(bytes, from, count);
                            }

                            @Override
                            public void close() throws IOException {
                                plain.close(); // First: the stream's own end is the word.
                            }
                        };
                    }

                    @Override
                    public void close() throws IOException {
                        plain.close();
                    }
                };
            }
        };
    }

    private SSLContext identity() throws IOException {
        try {
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Believes this certificate and no other. */
    public SSLContext trust() throws IOException {
        try {
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, null);
            anchors.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
