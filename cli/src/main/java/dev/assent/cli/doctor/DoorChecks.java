package dev.assent.cli.doctor;

import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Text;
import dev.assent.cli.http.Api;
import dev.assent.cli.session.KeyKind;
import dev.assent.cli.session.NodeFiles;
import dev.assent.cli.session.Session;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks at the node's process and its two HTTP doors.
final class DoorChecks {
  /// Timers, deadlines and the audit trail are only as good as the clocks.
  private static final Duration SKEW_MAX = Duration.ofSeconds(5);

  private static final Pattern STANDING = Pattern.compile("[^\"]+ stands still at [^\"]+");

  private final Session session;
  private final Clock clock;

  DoorChecks(Session session, Clock clock) {
    this.session = session;
    this.clock = clock;
  }

  List<Check> run() {
    List<Check> checks = new ArrayList<>();
    checks.add(process());
    if (session.node().isPresent()) {
      Disk.check(session.data()).ifPresent(checks::add);
    }
    checks.addAll(
        door(
            "gateway",
            session.gateway(KeyKind.INITIATOR),
            session.gateway(KeyKind.ADMIN),
            "/v1/intents"));
    checks.addAll(
        door("approvals", session.approvals(), session.approvals(KeyKind.ADMIN), "/v1/tasks"));
    return checks;
  }

  private Check process() {
    Optional<NodeFiles.Node> node = session.node();
    if (node.isEmpty()) {
      return none();
    }
    String since = "started " + Text.distance(node.get().startedAt(), clock.instant());
    return node.get().alive()
        ? Check.ok("node", "process " + node.get().pid() + ", " + since)
        : Check.fail(
            "node",
            "process " + node.get().pid() + " of " + session.data() + " is gone",
            "Start it again with 'assent up': nothing that was acknowledged is lost.");
  }

  private Check none() {
    if (session.namesPlaces()) {
      return Check.ok("node", "none was started from " + session.data() + "; looking elsewhere");
    }
    return Files.exists(session.files().keysFile())
        ? Check.fail(
            "node",
            "none runs on " + session.data() + "; one was stopped there",
            "Start it again with 'assent up'.")
        : Check.fail(
            "node",
            "there never was one in " + session.data(),
            "Start one with 'assent up', or name another's folder with --data.");
  }

  /// Whether it answers, is ready, takes our key, and has the right time.
  private List<Check> door(String name, Api api, Api operator, String list) {
    List<Check> checks = new ArrayList<>();
    try {
      HttpResponse<String> health = api.probe("/health/readiness");
      checks.add(ready(name, health, operator));
      clock(name, health).ifPresent(checks::add);
    } catch (IOException _) {
      checks.add(
          Check.fail(
              name,
              "does not answer at " + api.address(),
              "Start the node with 'assent up', or name its place with --data or --"
                  + name
                  + "-url."));
      return checks;
    } catch (Failure e) {
      checks.add(
          Check.fail(
              name, e.text(), "See 'assent " + "doctor --help' for how to say where the node is."));
      return checks;
    }
    checks.add(key(name, api, list));
    return checks;
  }

  private static Check ready(String name, HttpResponse<String> health, Api operator) {
    String where = health.request().uri().getAuthority();
    return switch (health.statusCode()) {
      case 200 -> Check.ok(name, "ready at " + where);
      case 503 ->
          Check.fail(
              name,
              "answers at " + where + ", but is not ready" + standing(operator),
              "It is starting or restoring its views; if this lasts, look at the broker below and"
                  + " at its log.");
      default ->
          Check.warn(
              name,
              "answers " + health.statusCode() + " at " + where + " when asked whether it is ready",
              "Is this Assent's port? 'assent env' shows where the node is.");
    };
  }

  /// What it tells operators of partitions that stand still.
  private static String standing(Api operator) {
    try {
      Matcher found = STANDING.matcher(operator.probeWithKey("/health/readiness").body());
      return found.find() ? ": " + found.group() : "";
    } catch (IOException | Failure _) {
      return "";
    }
  }

  private Check key(String name, Api api, String list) {
    try {
      api.get(list, Map.of("limit", "1"));
      return Check.ok(name + " key", "is accepted");
    } catch (Failure e) {
      return Check.fail(
          name + " key",
          e.text(),
          "Pass a good one in ASSENT_API_KEY, or make one with 'assent keys create'.");
    }
  }

  private Optional<Check> clock(String name, HttpResponse<String> health) {
    return health
        .headers()
        .firstValue("date")
        .flatMap(DoorChecks::date)
        .map(
            there -> {
              Duration skew = Duration.between(there, clock.instant()).abs();
              return skew.compareTo(SKEW_MAX) <= 0
                  ? Check.ok(name + " clock", "agrees with this machine's")
                  : Check.warn(
                      name + " clock",
                      "is " + Text.duration(skew) + " away from this machine's",
                      "Synchronise the clocks (NTP): timers fire and audit records are dated by the"
                          + " node's.");
            });
  }

  private static Optional<Instant> date(String header) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header)));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
