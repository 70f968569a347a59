package dev.darkroom.registry.catalogue;

import dev.darkroom.events.Digest;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.SourceUri;
import dev.darkroom.events.UrlSecrets;
import dev.darkroom.registry.catalogue.Tree.Items;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The field {@code checksum}: {@code sha256:<hex>}, the URL of a sums file, either of them as Ansible's {@code get_url} has
 * it ({@code sha256:https://...}), or a list of such.
 *
 * @param sums null when hashes alone are given
 */
record GivenChecksum(List<Digest> digests, SourceUri sums) {
    static final GivenChecksum NONE = new GivenChecksum(List.of(), null);
    private static final int LONGEST = 2100;
    private static final int MOST = 8;
    private static final Pattern URL = Pattern.compile("(?:(?:" + Algorithm.ANY_LABEL + "):)?((?:https?|file)://.*)");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");

    GivenChecksum {
        digests = List.copyOf(digests);
    }

    static GivenChecksum read(String field, Tree tree) {
        List<Tree> given = tree instanceof Items list ? list.items() : List.of(tree);
        if (given.isEmpty()) {
            throw new IllegalArgumentException(field + " must be a checksum, or a list of some, but is an empty list");
        }
        if (given.size() > MOST) {
            throw new IllegalArgumentException(
                    field + " must be at most " + MOST + " checksums but is " + given.size());
        }
        var digests = new ArrayList<Digest>();
        SourceUri sums = null;
        for (Tree each : given) {
            String text = Rules.text(field, each, LONGEST);
            var url = URL.matcher(text);
            if (!url.matches()) {
                digests.add(digest(field, text));
            } else if (sums == null) {
                sums = SourceUri.parse(url.group(1));
            } else {
                throw new IllegalArgumentException(field + " must name one sums file but names two");
            }
        }
        requireOneOfEach(field, digests);
        return new GivenChecksum(digests, sums);
    }

    /** The field {@code checksum_sha512}. */
    static Digest sha512(String field, Tree tree) {
        Digest digest = digest(field, Rules.text(field, tree, LONGEST));
        if (digest.algorithm() != Algorithm.SHA512) {
            throw new IllegalArgumentException(
                    field + " must be sha512:<128 hex digits> but is " + UrlSecrets.quote(digest.toString()));
        }
        return digest;
    }

    private static Digest digest(String field, String text) {
        if (HEX.matcher(text).matches()) {
            for (Algorithm algorithm : Algorithm.values()) {
                if (algorithm.hexDigits() == text.length()) {
                    throw new IllegalArgumentException(field + " must begin with its algorithm: write "
                            + UrlSecrets.quote(algorithm + ":" + text.toLowerCase(Locale.ROOT)));
                }
            }
        }
        return Digest.parse(text);
    }

    private static void requireOneOfEach(String field, List<Digest> digests) {
        long algorithms = digests.stream().map(Digest::algorithm).distinct().count();
        if (algorithms < digests.stream().distinct().count()) {
            throw new IllegalArgumentException(field
                    + " has two different hashes of one algorithm, and a file has only one: remove the wrong one");
        }
    }
}
