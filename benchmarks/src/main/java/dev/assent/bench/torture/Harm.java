package dev.assent.bench.torture;

/// How much hostile neighbours did in a run; all zero where there were none.
///
/// @param batches thrown on the public topics, and taken there
/// @param deadLetters that tell of them
/// @param answers poison ones, each refused
/// @param connections with half a request
/// @param damagedTables of killed processes' stores
/// @param damagedFiles of these stores, tables included
public record Harm(
    int batches,
    int deadLetters,
    int answers,
    int connections,
    int damagedTables,
    int damagedFiles) {

  static Harm of(Misdeeds misdeeds, Facts facts) {
    var thrown = misdeeds.thrown();
    return new Harm(
        (int) thrown.values().stream().filter(Misdeeds.Thrown::taken).count(),
        (int)
            facts.deadLetters().stream()
                .filter(letter -> NeighbourCheck.isTheirs(letter, thrown))
                .count(),
        misdeeds.answered().size(),
        misdeeds.connections(),
        misdeeds.damagedTables(),
        misdeeds.damagedFiles());
  }
}
