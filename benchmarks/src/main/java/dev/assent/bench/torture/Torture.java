package dev.assent.bench.torture;

import dev.assent.bench.Doors;
import dev.assent.bench.Scenario;
import dev.assent.bench.cluster.Cluster;
import dev.assent.bench.cluster.Programs;
import dev.assent.bench.http.LeanHttp;
import dev.assent.bench.measure.EventLog;
import dev.assent.contract.AxpEvent;
import dev.assent.contract.Happened;
import dev.assent.contract.Status;
import dev.assent.wire.AvroWire;
import dev.assent.wire.Codec;
import dev.assent.wire.Connection;
import dev.assent.wire.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/// One run: load and kills side by side, then the check. Everything random comes from the seed;
/// what the scheduler makes of it does not.
public final class Torture {
  private static final int IN_FLIGHT = 24;
  private static final int PROCESSORS = 2;
  private static final Duration REMIND_AFTER = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Plan plan;
  private final Consumer<String> tell;
  private final Journal journal = new Journal();
  private final Patience patience = new Patience(PATIENCE);

  public record Plan(int kills, int intents, long seed) {}

  /// What came of it.
  ///
  /// @param killed how often each process was
  /// @param ended how many intents there are in each status
  public record Outcome(
      SortedMap<String, Integer> killed,
      SortedMap<String, Integer> ended,
      int submits,
      int reports,
      int decisions,
      int refused,
      int events,
      Duration took,
      List<Finding> findings,
      List<String> endedByThemselves) {
    public Outcome {
      findings = List.copyOf(findings);
      endedByThemselves = List.copyOf(endedByThemselves);
    }

    public boolean good() {
      return findings.isEmpty() && endedByThemselves.isEmpty();
    }
  }

  /// @param tell what happens, line by line
  public Torture(Plan plan, Consumer<String> tell) {
    this.plan = plan;
    this.tell = tell;
  }

  /// @param folder for data and logs; its owner removes it
  public Outcome run(Programs programs, Path folder) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try (Cluster cluster = Cluster.start(programs, folder, PROCESSORS);
        Doors doors = cluster.doors();
        LeanHttp approverAtGateway = cluster.approverAtGateway()) {
      tell.accept("everything is up");
      Scenario scenario = Scenario.fresh("torture", REMIND_AFTER);
      scenario.apply(doors.initiator());
      TortureAgent agent =
          new TortureAgent(doors.agent(), scenario.agent(), plan.seed(), patience, journal);
      agent.start();
      Story story = new Story(doors, approverAtGateway, scenario, patience, journal);
      Killer killer = new Killer(cluster, new Random(plan.seed()), tell);
      load(story, killer);
      agent.stop();
      killer.awaitAll();
      tell.accept("reading the topics");
      Facts facts = facts(cluster.connection());
      return outcome(facts, killer, Duration.ofNanos(System.nanoTime() - begin));
    }
  }

  /// The intents are spread over the kills: each kill finds its share of them under way.
  private void load(Story story, Killer killer) throws IOException, InterruptedException {
    Semaphore allowed = new Semaphore(0);
    Semaphore slots = new Semaphore(IN_FLIGHT);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> stories = new ArrayList<>();
      for (int i = 0; i < plan.intents(); i++) {
        int number = i;
        stories.add(
            threads.submit(
                () -> {
                  allowed.acquire();
                  slots.acquire();
                  try {
                    story.play(number, new Random(plan.seed() * 1_000_003 + number));
                    return null;
                  } finally {
                    slots.release();
                  }
                }));
      }
      int share = plan.intents() / (plan.kills() + 1);
      for (int i = 1; i <= plan.kills(); i++) {
        allowed.release(share);
        killer.kill();
        tell.accept(i + " of " + plan.kills() + " kills");
      }
      allowed.release(plan.intents() - share * plan.kills());
      for (Future<?> one : stories) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a story broke off: " + e.getCause(), e);
    }
  }

  private static Facts facts(Connection connection) {
    AvroWire wire = AvroWire.connect(connection);
    Topics topics = connection.topics();
    Instant readAt = Instant.now();
    return new Facts(
        all(connection, topics.events(), wire.events()),
        all(connection, topics.audit(), wire.audit()),
        all(connection, topics.results(), wire.results()),
        readAt);
  }

  private static <T> List<T> all(Connection connection, Topics.Topic topic, Codec<T> codec) {
    List<T> all = new ArrayList<>();
    try (EventLog<T> log =
        EventLog.open(connection.clientProperties(), topic.name(), codec, true)) {
      log.readToEnd(all::add);
    }
    return all;
  }

  private Outcome outcome(Facts facts, Killer killer, Duration took) {
    Map<Object, Status> last = new HashMap<>();
    for (Happened happened : facts.events()) {
      happened
          .events()
          .forEach(
              event ->
                  AxpEvent.of(event, false)
                      .ifPresent(shown -> last.put(happened.intent(), shown.status())));
    }
    SortedMap<String, Integer> ended = new TreeMap<>();
    last.values().forEach(status -> ended.merge(status.name(), 1, Integer::sum));
    return new Outcome(
        killer.killed(),
        ended,
        journal.submits().size(),
        accepted(journal.reports()),
        accepted(journal.decisions()),
        journal.reports().size()
            + journal.decisions().size()
            - accepted(journal.reports())
            - accepted(journal.decisions()),
        facts.events().size(),
        took,
        Checker.check(journal, facts),
        killer.endedByThemselves());
  }

  private static int accepted(List<Journal.Answered> answered) {
    return (int) answered.stream().filter(Journal.Answered::accepted).count();
  }
}
