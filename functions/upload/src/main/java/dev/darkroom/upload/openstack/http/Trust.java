package dev.darkroom.upload.openstack.http;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.upload.openstack.clouds.CloudSettings;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Which certificates a cloud's settings trust. */
final class Trust {
    private Trust() {}

    /** @throws FailureException {@code target-unknown} when {@code cacert} holds no certificates */
    static SSLContext context(CloudSettings settings) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, settings.verify() ? anchors(settings) : new TrustManager[] {new Anyone()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    /** Null means the system's certificates. */
    private static TrustManager[] anchors(CloudSettings settings) throws GeneralSecurityException {
        if (settings.caCertificate().isEmpty()) {
            return null;
        }
        Path file = settings.caCertificate().get();
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            store.load(null, null);
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("cacert-" + store.size(), each);
            }
            if (store.size() == 0) {
                throw new GeneralSecurityException("it holds none");
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new FailureException(
                    FailureCode.TARGET_UNKNOWN,
                    "cloud " + settings.name() + ": cacert " + file + " cannot be read as certificates in PEM form",
                    e);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** {@code verify: false}. Of the extended kind, so that the host name is not compared either. */
    private static final class Anyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
