package dev.darkroom.fetch.cosign;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.sigstore.KeylessVerifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.UnaryOperator;

/** What the makers of sigstore-java have signed with Sigstore's public instance, and changes to it. */
final class RealBundle {
    static final String ISSUER = "https://token.actions.githubusercontent.com";
    static final String SUBJECT = "https://github.com/sigstore/sigstore-java/.github/workflows/"
            + "release-sigstore-java-from-tag.yaml@refs/tags/v2.0.0";
    static final Identity SIGNER = Identity.parse(ISSUER + " " + SUBJECT);
    static final String ENTRY = "verificationMaterial/tlogEntries/0/";
    static final String PROOF = ENTRY + "inclusionProof/";
    static final String CHECKPOINT = PROOF + "checkpoint/envelope";

    private RealBundle() {}

    /** The jar that the tests, and the product, run with. */
    static byte[] artifact() {
        try {
            return Files.readAllBytes(Path.of(KeylessVerifier.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI()));
        } catch (IOException | URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] trustedRoot() {
        return resource("trusted_root.json");
    }

    static byte[] bytes() {
        return resource("sigstore-java-2.0.0.jar.sigstore.json");
    }

    static JsonObject json() {
        return parse(bytes());
    }

    /** By the same signer in the same hour, of another file. */
    static JsonObject sibling() {
        return parse(resource("sigstore-java-2.0.0.pom.sigstore.json"));
    }

    /** One value replaced by what is made of it. */
    static byte[] with(String path, UnaryOperator<String> change) {
        JsonObject bundle = json();
        set(bundle, path, new JsonPrimitive(change.apply(get(bundle, path).getAsString())));
        return bundle(bundle);
    }

    static byte[] with(String path, String value) {
        return with(path, old -> value);
    }

    /** One value as the sibling has it. */
    static byte[] withSiblings(String path) {
        JsonObject bundle = json();
        set(bundle, path, get(sibling(), path));
        return bundle(bundle);
    }

    static byte[] without(String path) {
        JsonObject bundle = json();
        int last = path.lastIndexOf('/');
        JsonElement parent = last < 0 ? bundle : get(bundle, path.substring(0, last));
        String name = path.substring(last + 1);
        if (parent instanceof JsonArray list) {
            list.remove(Integer.parseInt(name));
        } else {
            parent.getAsJsonObject().remove(name);
        }
        return bundle(bundle);
    }

    /** A bit of what the value encodes, turned around. */
    static String flipped(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        bytes[bytes.length / 2] ^= 1;
        return Base64.getEncoder().encodeToString(bytes);
    }

    static UnaryOperator<String> decoded(UnaryOperator<String> change) {
        return base64 -> Base64.getEncoder()
                .encodeToString(change.apply(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8));
    }

    static byte[] bundle(JsonObject json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    static JsonElement get(JsonElement from, String path) {
        JsonElement at = from;
        for (String name : path.split("/")) {
            at = at instanceof JsonArray list
                    ? list.get(Integer.parseInt(name))
                    : at.getAsJsonObject().get(name);
        }
        return at;
    }

    static void set(JsonObject in, String path, JsonElement value) {
        int last = path.lastIndexOf('/');
        JsonElement parent = last < 0 ? in : get(in, path.substring(0, last));
        String name = path.substring(last + 1);
        if (parent instanceof JsonArray list) {
            list.set(Integer.parseInt(name), value);
        } else {
            parent.getAsJsonObject().add(name, value);
        }
    }

    private static JsonObject parse(byte[] bytes) {
        return JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)).getAsJsonObject();
    }

    private static byte[] resource(String name) {
        try (InputStream in = RealBundle.class.getResourceAsStream("/sigstore/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
