package dev.darkroom.fetch.verify;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What has to prove an image. */
@ConfigMapping(prefix = "darkroom.verify")
public interface VerifyConfig {

    /**
     * What every image must have: {@code none} (what its catalogue names is verified all the same), {@code checksum} (a
     * sha256 or sha512), {@code require} (that, signed).
     */
    @WithParentName
    @WithDefault("none")
    Demand demand();

    /** OpenPGP keys that sums files may be signed by: files, and directories of .asc, .gpg, .pgp and .key files. */
    Optional<List<Path>> openpgpKeys();

    /** Whose word a {@code cosign_bundle} is taken for: a {@code trusted_root.json} as {@code cosign trusted-root create} writes it. */
    Optional<Path> cosignTrustedRoot();

    /** Who may sign bundles: {@code ISSUER SUBJECT}, comma-separated; {@code *} in a subject stands for anything but / and @. */
    Optional<List<String>> cosignIdentities();

    /** What every image must have. */
    enum Demand {
        NONE,
        CHECKSUM,
        REQUIRE
    }
}
