package dev.darkroom.fetch.openpgp;

import dev.darkroom.fetch.proof.RefusedProofException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A message in the cleartext signature framework (RFC 9580, section 7), taken apart. There is one, and nothing around it:
 * who reads such a file by eye takes all of it for signed.
 *
 * @param text      what was signed, with line feeds, without dash-escapes and white space at the ends of lines
 * @param signature the armored signature
 */
record ClearSigned(byte[] text, byte[] signature) {
    static final String BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----";
    /** The only header that may stand before the text; any other one could pass for text (RFC 9580, section 7). */
    private static final Pattern HASH = Pattern.compile("Hash: [A-Za-z0-9, -]{1,200}");

    static ClearSigned read(byte[] file) throws RefusedProofException {
        // Bytes as characters: the text may be in any encoding, and must reach the hash as it is.
        List<String> lines =
                new String(file, StandardCharsets.ISO_8859_1).lines().toList();
        int begin = firstWritten(lines);
        if (begin == lines.size() || !lines.get(begin).equals(BEGIN)) {
            throw new RefusedProofException(
                    lines.contains(BEGIN) ? "it has text before the signed block" : "it is no clear-signed message");
        }
        int at = begin + 1;
        while (at < lines.size() && HASH.matcher(lines.get(at)).matches()) {
            at++;
        }
        if (at == lines.size() || !lines.get(at).isEmpty()) {
            throw new RefusedProofException("its signed block has a header other than Hash, or no empty line after it");
        }
        var text = new ArrayList<String>();
        for (at++; at < lines.size() && !lines.get(at).equals(Armor.BEGIN); at++) {
            text.add(unescaped(lines.get(at)));
        }
        if (at == lines.size()) {
            throw new RefusedProofException("its signed block has no signature");
        }
        byte[] signature = String.join("\n", lines.subList(at, lines.size())).getBytes(StandardCharsets.ISO_8859_1);
        return new ClearSigned(String.join("\n", text).getBytes(StandardCharsets.ISO_8859_1), signature);
    }

    private static int firstWritten(List<String> lines) {
        int at = 0;
        while (at < lines.size() && lines.get(at).isBlank()) {
            at++;
        }
        return at;
    }

    private static String unescaped(String line) throws RefusedProofException {
        String bare = line.startsWith("- ") ? line.substring(2) : line;
        if (line.startsWith("-") && bare.equals(line)) {
            throw new RefusedProofException("its signed block has a line that begins with an unescaped dash");
        }
        int end = bare.length();
        while (end > 0 && (bare.charAt(end - 1) == ' ' || bare.charAt(end - 1) == '\t')) {
            end--;
        }
        return bare.substring(0, end);
    }
}
