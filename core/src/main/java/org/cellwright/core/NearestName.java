package org.cellwright.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the valid name that somebody probably meant (Damerau–Levenshtein distance, adjacent swaps
 * count one).
 */
public final class NearestName {
  private NearestName() {}

  /** The closest of {@code valid}, if it is close enough to be a slip of the pen. */
  public static Optional<String> to(String written, Collection<String> valid) {
    int limit = Math.max(2, written.length() / 3);
    return valid.stream()
        .min(
            Comparator.comparingInt((String name) -> distance(written, name))
                .thenComparing(name -> name))
        .filter(name -> distance(written, name) <= limit)
        .filter(name -> distance(written, name) < Math.max(written.length(), name.length()));
  }

  /** A sentence for an error's hint: the closest name, or all of them when none is close. */
  public static String hint(String written, Collection<String> valid) {
    return to(written, valid)
        .map(name -> "Maybe '" + name + "' was meant.")
        .orElseGet(() -> "Valid here: " + String.join(", ", valid) + ".");
  }

  private static int distance(String a, String b) {
    String s = a.toLowerCase(Locale.ROOT);
    String t = b.toLowerCase(Locale.ROOT);
    int[][] d = new int[s.length() + 1][t.length() + 1];
    for (int i = 0; i <= s.length(); i++) {
      for (int j = 0; j <= t.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int substitution = d[i - 1][j - 1] + (s.charAt(i - 1) == t.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(substitution, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && s.charAt(i - 1) == t.charAt(j - 2)
            && s.charAt(i - 2) == t.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[s.length()][t.length()];
  }
}
