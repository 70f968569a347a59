package dev.darkroom.upload.openstack.clouds;

import java.util.Objects;

/**
 * A password, a token, or the secret of an application credential: shown to nobody.
 *
 * @param reveal the secret itself, for the request that carries it and nothing else
 */
public record Secret(String reveal) {
    public Secret {
        Objects.requireNonNull(reveal);
    }

    @Override
    public String toString() {
        return "***";
    }
}
