package dev.darkroom.upload.openstack.clouds;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One cloud of clouds.yaml, as far as an image uploader needs it.
 *
 * @param name          what clouds.yaml calls it
 * @param authUrl       Keystone's address, with its version: {@code https://keystone.example.org/v3}
 * @param login         who we are
 * @param region        the region whose image service is meant; empty when there is only one
 * @param facing        which of the catalogue's endpoints: {@code public}, {@code internal} or {@code admin}
 * @param verify        whether certificates are verified
 * @param caCertificate certificates to trust instead of the system's
 * @param imageEndpoint the image service's address, instead of the catalogue's
 */
public record CloudSettings(
        String name,
        URI authUrl,
        Login login,
        Optional<String> region,
        String facing,
        boolean verify,
        Optional<Path> caCertificate,
        Optional<URI> imageEndpoint) {}
