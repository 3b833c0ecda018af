package dev.assent.testing.http;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What docs/metrics.md says of a service's metrics, and what a scrape of it says, in the same
/// words: a test compares them.
public final class MetricsPage {
  private static final Path PAGE = Path.of("..", "docs", "metrics.md");
  private static final Pattern KIND = Pattern.compile("(?m)^# TYPE (assent_\\w+) (\\w+)$");
  private static final Pattern HELP = Pattern.compile("(?m)^# HELP (assent_\\w+) \\S.*$");
  private static final Pattern SAMPLE = Pattern.compile("(?m)^(assent_\\w+)\\{(.*)}");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  private MetricsPage() {}

  /// A service's rows: kind and labels, by name.
  public static Map<String, String> rowsOf(String service) throws IOException {
    try (Stream<String> lines = Files.lines(PAGE)) {
      return lines
          .filter(line -> line.startsWith("| `assent_"))
          .map(line -> line.split("\\|", -1))
          .filter(cells -> Set.of(service, "all").contains(cells[4].trim()))
          .collect(
              toMap(
                  cells -> cells[1].trim().replace("`", ""),
                  cells -> said(cells[2].trim(), labels(cells[3])),
                  (one, other) -> one + other,
                  TreeMap::new));
    }
  }

  /// What a scrape says: kind and labels, by name. What has no HELP or a label in upper case says
  /// so instead.
  public static Map<String, String> of(String scrape) {
    Map<String, String> help = new TreeMap<>();
    HELP.matcher(scrape).results().forEach(found -> help.put(found.group(1), found.group()));
    Map<String, String> all = new TreeMap<>();
    Matcher kinds = KIND.matcher(scrape);
    while (kinds.find()) {
      String name = kinds.group(1);
      String said = said(kinds.group(2), labelsOf(name, scrape));
      if (name.endsWith("_max") && scrape.contains(name.replaceAll("_max$", "_bucket"))) {
        continue; // the longest of late, which the page says once for all histograms
      }
      all.put(name, help.containsKey(name) ? said : said + " without HELP");
    }
    return all;
  }

  private static String said(String kind, Set<String> labels) {
    return kind + " " + labels;
  }

  private static Set<String> labels(String cell) {
    return new TreeSet<>(
        Arrays.stream(cell.split(",", -1))
            .map(String::trim)
            .filter(label -> !label.isEmpty())
            .toList());
  }

  private static Set<String> labelsOf(String name, String scrape) {
    Set<String> labels = new TreeSet<>();
    SAMPLE
        .matcher(scrape)
        .results()
        .filter(sample -> sample.group(1).replaceAll("_(bucket|count|sum)$", "").equals(name))
        .flatMap(sample -> LABEL.matcher(sample.group(2)).results())
        .filter(label -> !label.group(1).equals("le"))
        .forEach(
            label ->
                labels.add(
                    label.group(2).matches("[^A-Z]*")
                        ? label.group(1)
                        : label.group(1) + " in upper case: " + label.group(2)));
    return labels;
  }
}
