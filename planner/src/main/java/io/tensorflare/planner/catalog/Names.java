package io.tensorflare.planner.catalog;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a mistyped one probably meant. */
public final class Names {
    private static final int LONGEST_PART = 150;

    private Names() {}

    /** A sentence with what is too long to read cut out of its middle. */
    public static String shortened(String sentence) {
        return sentence.length() <= 2 * LONGEST_PART
                ? sentence
                : sentence.substring(0, LONGEST_PART)
                        + "..."
                        + sentence.substring(sentence.length() - LONGEST_PART);
    }

    /** "; did you mean x?" or nothing. */
    public static String suggestion(String name, Collection<String> known) {
        return nearest(name, known).map(found -> "; did you mean " + found + "?").orElse("");
    }

    /** The known name with the fewest changed letters, if at most a third of them differ. */
    public static Optional<String> nearest(String name, Collection<String> known) {
        String wanted = name.toLowerCase(Locale.ROOT);
        String best = "";
        int fewest = Math.max(1, Math.min(wanted.length(), 256) / 3) + 1;
        for (String candidate : known.stream().sorted().toList()) {
            int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT));
            if (distance < fewest) {
                fewest = distance;
                best = candidate;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /** Damerau-Levenshtein over adjacent letters; long names are far from everything. */
    private static int distance(String a, String b) {
        if (a.length() > 256 || b.length() > 256) {
            return Integer.MAX_VALUE;
        }
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(a, b, d, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(String a, String b, int[][] d, int i, int j) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
