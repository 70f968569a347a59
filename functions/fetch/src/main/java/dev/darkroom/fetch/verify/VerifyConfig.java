package dev.darkroom.fetch.verify;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whose word proves an image. */
@ConfigMapping(prefix = "darkroom.verify")
public interface VerifyConfig {

    /** OpenPGP keys that sums files may be signed by: files, and directories of .asc, .gpg, .pgp and .key files. */
    Optional<List<Path>> openpgpKeys();

    /** Whose word a {@code cosign_bundle} is taken for: a {@code trusted_root.json} as {@code cosign trusted-root create} writes it. */
    Optional<Path> cosignTrustedRoot();

    /** Who may sign bundles: {@code ISSUER SUBJECT}, comma-separated; {@code *} in a subject stands for anything but / and @. */
    Optional<List<String>> cosignIdentities();
}
