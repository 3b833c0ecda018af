package dev.assent.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Text;
import dev.assent.cli.session.KeyKind;
import dev.assent.cli.session.NodeFiles;
import dev.assent.cli.session.Refusals;
import dev.assent.cli.session.Session;
import dev.assent.client.AssentException;
import dev.assent.client.Health;
import dev.assent.client.Request;
import dev.assent.client.ServiceClient;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
        door(
            "approvals",
            session.approvals(KeyKind.APPROVER),
            session.approvals(KeyKind.ADMIN),
            "/v1/tasks"));
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
  private List<Check> door(String name, ServiceClient door, ServiceClient operator, String list) {
    List<Check> checks = new ArrayList<>();
    try {
      Health health = door.health();
      checks.add(ready(name, URI.create(door.address()).getAuthority(), health, operator));
      clock(name, health).ifPresent(checks::add);
    } catch (AssentException _) {
      checks.add(
          Check.fail(
              name,
              "does not answer at " + door.address(),
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
    checks.add(key(name, door, list));
    return checks;
  }

  private static Check ready(String name, String where, Health health, ServiceClient operator) {
    return switch (health.status()) {
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
              "answers " + health.status() + " at " + where + " when asked whether it is ready",
              "Is this Assent's port? 'assent env' shows where the node is.");
    };
  }

  /// What it tells operators of partitions that stand still; the door is known not to be ready.
  private static String standing(ServiceClient operator) {
    try {
      return standing(operator.request(Request.get("/health/readiness").once()).toString());
    } catch (AssentException e) {
      return e.json().map(JsonNode::toString).map(DoorChecks::standing).orElse("");
    } catch (Failure _) {
      return "";
    }
  }

  private static String standing(String told) {
    Matcher found = STANDING.matcher(told);
    return found.find() ? ": " + found.group() : "";
  }

  private Check key(String name, ServiceClient door, String list) {
    try {
      door.request(Request.get(list).with("limit", 1));
      return Check.ok(name + " key", "is accepted");
    } catch (AssentException e) {
      return badKey(name, Refusals.failure(e));
    } catch (Failure e) {
      return badKey(name, e);
    }
  }

  private static Check badKey(String name, Failure e) {
    return Check.fail(
        name + " key",
        e.text(),
        "Pass a good one in ASSENT_API_KEY, or make one with 'assent keys create'.");
  }

  private Optional<Check> clock(String name, Health health) {
    return health
        .at()
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
}
