package dev.darkroom.fetch.openpgp;

import dev.darkroom.fetch.proof.RefusedProofException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.bcpg.ArmoredInputStream;

/** A signature's armor (RFC 9580, section 6): one block and nothing around it, or none where the packets are bare. */
final class Armor {
    static final String BEGIN = "-----BEGIN PGP SIGNATURE-----";
    private static final String END = "-----END PGP SIGNATURE-----";
    /** Decoded, a signature is a few hundred bytes; some carry notations, some files several signatures. */
    private static final int LONGEST = 64 * 1024;

    private Armor() {}

    static byte[] remove(byte[] file) throws RefusedProofException {
        String text = new String(file, StandardCharsets.ISO_8859_1).strip();
        if (text.startsWith(ClearSigned.BEGIN)) {
            throw new RefusedProofException("it is a clear-signed message, no detached signature:"
                    + " name it in checksum, and write checksum_signature: clearsigned");
        }
        if (!text.startsWith("-----")) {
            return file;
        }
        if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
            throw new RefusedProofException("it has something before or behind its one signature block");
        }
        if (text.indexOf("-----BEGIN", 1) > 0 || text.indexOf(END) < text.length() - END.length()) {
            throw new RefusedProofException("it has more than one block");
        }
        try (var in = new ArmoredInputStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)))) {
            byte[] bare = in.readNBytes(LONGEST + 1);
            if (bare.length > LONGEST) {
                throw new RefusedProofException("it is longer than any signature");
            }
            return bare;
        } catch (IOException | RuntimeException e) {
            throw new RefusedProofException("its armor is damaged", e);
        }
    }
}
