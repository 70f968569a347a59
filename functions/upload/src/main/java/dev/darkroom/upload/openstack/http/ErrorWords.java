package dev.darkroom.upload.openstack.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.openstack4j.core.transport.ObjectMapperSingleton;

/**
 * Finds the sentence in the body of an error. Keystone answers {@code {"error": {"message": ...}}}, Glance HTML, or JSON
 * whose message is HTML, and a proxy in front of them what it pleases.
 */
final class ErrorWords {
    /** An error page of a proxy may be long; its sentence stands at its beginning. */
    private static final int LOOKED_AT = 8 * 1024;

    private static final List<String> PATHS = List.of("/error/message", "/message", "/faultstring", "/error");
    private static final Pattern NOT_SHOWN = Pattern.compile("(?is)<(head|h1|script|style)\\b.*?</\\1\\s*>");
    private static final Pattern TAG = Pattern.compile("(?s)<[^>]*>");

    private ErrorWords() {}

    /** The sentence as it came, some thousand characters at most; empty when there is none. */
    static String of(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, LOOKED_AT), StandardCharsets.UTF_8);
        String bare = TAG.matcher(NOT_SHOWN.matcher(message(text)).replaceAll(" "))
                .replaceAll(" ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#x27;", "'")
                .replace("&#39;", "'")
                .replace("&nbsp;", " ")
                .replace("&amp;", "&");
        return bare.replaceAll("\\s+", " ").strip();
    }

    private static String message(String text) {
        if (!text.stripLeading().startsWith("{")) {
            return text;
        }
        try {
            JsonNode tree = ObjectMapperSingleton.getContext(JsonNode.class).readTree(text);
            return PATHS.stream()
                    .map(tree::at)
                    .filter(JsonNode::isTextual)
                    .map(JsonNode::textValue)
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return text;
        }
    }
}
