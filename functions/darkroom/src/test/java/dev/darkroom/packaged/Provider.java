package dev.darkroom.packaged;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** An OpenID provider: says where its keys are, and signs tokens with them. */
final class Provider implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final HttpServer server;
    private final KeyPair keys = keys();

    Provider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/.well-known/openid-configuration",
                exchange -> answer(
                        exchange,
                        Map.of("issuer", uri(), "jwks_uri", uri() + "/keys", "token_endpoint", uri() + "/token")));
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        var jwk = Map.of(
                "kty", "RSA", "kid", "1", "alg", "RS256", "use", "sig", "n", number(key.getModulus()), "e", "AQAB");
        server.createContext("/keys", exchange -> answer(exchange, Map.of("keys", List.of(jwk))));
        server.start();
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A good token with these claims beside those that every token has, or instead of them. */
    String token(Map<String, Object> claims) throws Exception {
        return token(claims, keys);
    }

    String token(Map<String, Object> claims, KeyPair signer) throws Exception {
        long now = System.currentTimeMillis() / 1000;
        var all = new java.util.HashMap<String, Object>(Map.of(
                "iss",
                uri(),
                "sub",
                "robot",
                "preferred_username",
                "robot",
                "aud",
                "darkroom",
                "iat",
                now,
                "exp",
                now + 300));
        all.putAll(claims);
        String signed = part(Map.of("alg", "RS256", "kid", "1", "typ", "JWT")) + "." + part(all);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(signer.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + BASE64.encodeToString(signature.sign());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static String part(Map<String, Object> content) throws IOException {
        return BASE64.encodeToString(JSON.writeValueAsBytes(content));
    }

    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return BASE64.encodeToString(bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static void answer(HttpExchange exchange, Object content) throws IOException {
        try (exchange) {
            byte[] body = JSON.writeValueAsBytes(content);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
