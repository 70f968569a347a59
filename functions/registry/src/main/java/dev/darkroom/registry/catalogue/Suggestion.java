package dev.darkroom.registry.catalogue;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses what was meant by a word that is not known. */
public final class Suggestion {
    private Suggestion() {}

    /** A sentence's end: {@code : did you mean x?}, or, when nothing is near, {@code : known are x, y, z}. */
    public static String of(String wrong, Collection<String> known) {
        return nearest(wrong, known).map(Suggestion::hint).orElseGet(() -> ": known are " + String.join(", ", known));
    }

    /** A sentence's end that names what was meant. */
    public static String hint(String meant) {
        return ": did you mean " + meant + "?";
    }

    /** The known word that is nearest, if one is near at all. */
    public static Optional<String> nearest(String wrong, Collection<String> known) {
        return misspelt(wrong, known).or(() -> {
            String bare = bare(wrong);
            return bare.isEmpty()
                    ? Optional.empty()
                    : known.stream().filter(word -> word.endsWith("_" + bare)).findFirst();
        });
    }

    /** The known word of which this is another spelling, with a letter or two wrong at most; not one that is a part of it. */
    public static Optional<String> misspelt(String wrong, Collection<String> known) {
        String bare = bare(wrong);
        if (bare.isEmpty() || bare.length() > 64) {
            return Optional.empty();
        }
        return known.stream()
                .min(Comparator.comparingInt(word -> distance(bare, bare(word))))
                .filter(word -> distance(bare, bare(word)) <= (bare.length() < 8 ? 1 : 2));
    }

    /** So that {@code source-url} and {@code sourceUrl} are as good as {@code source_url}. */
    private static String bare(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** How many letters must be put in, left out, changed or swapped with their neighbour (optimal string alignment). */
    private static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, from, to, i, j);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int cheapest(int[][] cost, String from, String to, int i, int j) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int best = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1));
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
