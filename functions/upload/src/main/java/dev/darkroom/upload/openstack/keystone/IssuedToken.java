package dev.darkroom.upload.openstack.keystone;

import dev.darkroom.upload.openstack.clouds.Secret;
import java.time.Instant;

/**
 * A token and what Keystone said beside it.
 *
 * @param renewAt   when a new one is to be got, by our own clock
 * @param projectId the project that it is for
 * @param endpoint  the image service's address with its version, without a slash at its end
 */
public record IssuedToken(Secret token, Instant renewAt, String projectId, String endpoint) {}
