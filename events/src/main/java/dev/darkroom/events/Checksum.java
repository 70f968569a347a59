package dev.darkroom.events;

import java.util.List;

/**
 * What proves the bytes: hashes given inline, a sums file to read them from, or a bundle that signs one.
 *
 * @param digests      hashes of the bytes as downloaded, before decompression; may be empty
 * @param sums         the URL of a sums file (GNU, BSD or bare form); null when the hashes are given inline
 * @param allowWeak    whether md5 or sha1 may stand alone; an explicit choice of the catalogue's author
 * @param signature    of the sums file; null when it need not be signed by OpenPGP
 * @param cosignBundle the URL of a Sigstore bundle, which signs the sums file if there is one, else the bytes as downloaded;
 *                     null when neither need be signed so
 * @param unpacked     the sha512 of the bytes after decompression, of those as downloaded where they are not compressed; null
 *                     when it is not given
 */
public record Checksum(
        List<Digest> digests,
        SourceUri sums,
        boolean allowWeak,
        OpenPgpSignature signature,
        SourceUri cosignBundle,
        Digest unpacked) {
    /** Why a signature alone is none. */
    public static final String SIGNATURE_NEEDS_SUMS =
            "checksum_signature needs checksum to be the URL of a sums file: that is what is signed";

    public static final Checksum NONE = new Checksum(List.of(), null, false, null, null);

    public Checksum {
        digests = List.copyOf(Fields.require("digests", digests));
        if (unpacked != null) {
            Fields.require("unpacked", unpacked, Digest.Algorithm.SHA512);
        }
        if (!allowWeak
                && unpacked == null
                && !digests.isEmpty()
                && digests.stream().noneMatch(d -> d.algorithm().strong())) {
            throw new IllegalArgumentException("checksum " + digests.getFirst().algorithm()
                    + " is too weak alone: add sha256 or sha512, or set checksum_allow_weak: true");
        }
        if (signature != null && sums == null) {
            throw new IllegalArgumentException(SIGNATURE_NEEDS_SUMS);
        }
    }

    /** What proves the bytes as downloaded alone. */
    public Checksum(
            List<Digest> digests,
            SourceUri sums,
            boolean allowWeak,
            OpenPgpSignature signature,
            SourceUri cosignBundle) {
        this(digests, sums, allowWeak, signature, cosignBundle, null);
    }
}
