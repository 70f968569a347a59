package dev.darkroom.upload.openstack.http;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * What a service answered, read whole.
 *
 * @param method  of the request
 * @param uri     of the request
 * @param headers the first of each name, which may be asked for in any case
 */
record Reply(String method, URI uri, int status, Map<String, String> headers, byte[] body) {

    /** What was asked, such as {@code POST /v2/images}. */
    String request() {
        return method + " " + uri.getRawPath();
    }

    boolean isSuccess() {
        return status < 300;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
