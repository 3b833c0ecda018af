package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.web.router.Router;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// docs/axp.md names every call that the gateway serves, and none that it does not.
class DocumentedCallsTest extends ApiTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*}");

  /// Not of AXP: docs/cli.md, deploy/README.md and the page of a browser have them.
  private static final Set<String> OURS =
      Set.of("/v1/keys", "/health", "/login", "/prometheus", "/schemas/");

  private static String plain(String path) {
    return VARIABLE.matcher(path).replaceAll("*");
  }

  private Set<String> served() {
    return gateway
        .bean(Router.class)
        .uriRoutes()
        .map(route -> plain(route.getUriMatchTemplate().toPathString()))
        .filter(path -> OURS.stream().noneMatch(path::startsWith))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The paths in the first column; those that go on with `…` name what is not served.
  private static Set<String> documented() throws IOException {
    Set<String> paths = new TreeSet<>();
    for (String line : Files.readAllLines(Path.of("..", "docs", "axp.md"))) {
      String[] cells = line.split("\\|", -1);
      if (cells.length < 4 || cells[3].strip().startsWith("not served")) {
        continue;
      }
      for (MatchResult code : CODE.matcher(cells[1]).results().toList()) {
        String path = code.group(1).replaceFirst("^[A-Z]+ ", "");
        if (path.startsWith("/") && OURS.stream().noneMatch(path::startsWith)) {
          paths.add(plain(path));
        }
      }
    }
    return paths;
  }

  @Test
  void everyCallThatIsServedHasItsRow() throws IOException {
    Set<String> missing = new TreeSet<>(served());
    missing.removeAll(documented());
    missing.removeIf(path -> path.endsWith("/reject")); // in the row of its neighbour
    assertThat(missing).isEmpty();
  }

  @Test
  void everyRowIsOfACallThatIsServed() throws IOException {
    Set<String> tooMany = new TreeSet<>(documented());
    tooMany.removeAll(served());
    tooMany.remove("/v1/health"); // with the probes, which are ours
    assertThat(tooMany).isEmpty();
  }
}
