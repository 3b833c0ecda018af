package dev.assent.platform.intake.fields;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which known name somebody meant who wrote another.
public final class Nearest {
  /// One letter in three may be wrong, and one in short names.
  private static final int LETTERS_PER_SLIP = 3;

  /// No name is longer; comparing takes time by the product of both lengths.
  private static final int LENGTH_MAX = 100;

  private static final Pattern BESIDES = Pattern.compile("[^\\p{L}\\p{N}]");

  private Nearest() {}

  /// @return the nearest of the names; empty when none is near
  public static Optional<String> to(String written, Collection<String> names) {
    if (written.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    String plain = plain(written);
    int most = Math.max(1, plain.length() / LETTERS_PER_SLIP);
    return names.stream()
        .filter(name -> !name.equals(written) && name.length() <= LENGTH_MAX)
        .map(name -> new Candidate(name, distance(plain, plain(name), most)))
        .filter(candidate -> candidate.distance() <= most)
        .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
        .map(Candidate::name);
  }

  private record Candidate(String name, int distance) {}

  /// `remindAfter`, `remind-after` and `remind_after` are the same name.
  private static String plain(String name) {
    return BESIDES.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
  }

  /// How many letters have to be added, dropped, changed or swapped with their neighbour; where the
  /// lengths alone say that it is more than `most`, how many at least.
  private static int distance(String one, String other, int most) {
    int atLeast = Math.abs(one.length() - other.length());
    if (atLeast > most) {
      return atLeast;
    }
    int[][] costs = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        costs[i][j] = i == 0 || j == 0 ? i + j : cheapest(costs, one, other, i, j);
      }
    }
    return costs[one.length()][other.length()];
  }

  private static int cheapest(int[][] costs, String one, String other, int i, int j) {
    boolean same = one.charAt(i - 1) == other.charAt(j - 1);
    int cost =
        Math.min(
            costs[i - 1][j - 1] + (same ? 0 : 1), Math.min(costs[i - 1][j], costs[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return swapped ? Math.min(cost, costs[i - 2][j - 2] + 1) : cost;
  }
}
