package dev.darkroom.fetch.openpgp;

import dev.darkroom.fetch.proof.RefusedProofException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;

/** Reads the packets of a signature, which must be signatures: anything else could smuggle in what was never signed. */
final class SignaturePackets {
    private static final int MOST = 8;

    private SignaturePackets() {}

    static List<PGPSignature> read(byte[] packets) throws RefusedProofException {
        var signatures = new ArrayList<PGPSignature>();
        var objects = new PGPObjectFactory(new ByteArrayInputStream(packets), new BcKeyFingerprintCalculator());
        try {
            for (Object each = objects.nextObject(); each != null; each = objects.nextObject()) {
                if (!(each instanceof PGPSignatureList list)) {
                    throw new RefusedProofException("it has a packet that is no signature: " + words(each));
                }
                list.forEach(signatures::add);
                if (signatures.size() > MOST) {
                    throw new RefusedProofException("it has more than " + MOST + " signatures");
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new RefusedProofException("it is damaged or no OpenPGP signature", e);
        }
        if (signatures.isEmpty()) {
            throw new RefusedProofException("it has no signature");
        }
        return signatures;
    }

    /** The library's class of a packet is called as RFC 9580 calls the packet: {@code PGPLiteralData}. */
    private static String words(Object packet) {
        return packet.getClass()
                .getSimpleName()
                .replace("PGP", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }
}
