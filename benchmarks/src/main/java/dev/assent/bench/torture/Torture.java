package dev.assent.bench.torture;

import dev.assent.bench.cluster.Cluster;
import dev.assent.bench.cluster.Programs;
import dev.assent.bench.http.LeanHttp;
import dev.assent.bench.kafka.KafkaDoor;
import dev.assent.bench.node.Doors;
import dev.assent.bench.node.Scenario;
import dev.assent.contract.id.AgentAddress;
import dev.assent.wire.connection.Connection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/// One run: load and kills side by side, then the check.
///
/// What is submitted, through which doors, how agents and people behave, which process is killed
/// after which pause: all of it follows from the seed, ids of intents and steps included. What does
/// not, and differs from run to run: how far each request is when a process dies, who wins a race,
/// how often a client has to repeat, and ports, keys and times.
public final class Torture {
  private static final int IN_FLIGHT = 24;
  private static final int PROCESSORS = 2;
  private static final Duration REMIND_AFTER = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration BETWEEN_READS = Duration.ofSeconds(1);

  private final Plan plan;
  private final Consumer<String> tell;
  private final Journal journal = new Journal();
  private final Misdeeds misdeeds = new Misdeeds();
  private final Patience patience = new Patience(PATIENCE, journal);

  /// @param neighbours whether others send poison, bombs and half requests meanwhile, and the
  ///   stores of what is killed are damaged
  public record Plan(int kills, int intents, long seed, boolean neighbours) {}

  /// What came of it.
  ///
  /// @param killed how often each process was
  /// @param ended how many intents there are in each status
  public record Outcome(
      SortedMap<String, Integer> killed,
      SortedMap<String, Integer> ended,
      Counts counts,
      Harm harm,
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
      Scenario scenario = new Scenario("torture-" + plan.seed(), REMIND_AFTER);
      scenario.apply(doors.initiator());
      AgentAddress address = scenario.agentAddress(doors.initiator());
      Killer.Damage damage =
          plan.neighbours()
              ? new StoreDamage(cluster::state, plan.seed(), misdeeds)
              : Killer.Damage.NONE;
      Killer killer = new Killer(cluster, new Random(plan.seed()), damage, tell);
      try (KafkaDoor topics = cluster.kafkaDoor()) {
        KafkaPatience kafka = new KafkaPatience(topics, PATIENCE, journal);
        TortureAgent agent =
            new TortureAgent(doors.agent(), topics, address, plan.seed(), patience, kafka, journal);
        agent.start();
        Neighbours neighbours = Neighbours.start(nuisances(cluster, doors, approverAtGateway));
        Submitter submitter = new Submitter(scenario, doors.initiator(), patience, kafka, journal);
        Story story = new Story(doors, approverAtGateway, submitter, patience, journal);
        try (neighbours) {
          load(scenario, story, killer);
          neighbours.await();
        }
        agent.stop();
      }
      killer.awaitAll();
      tell.accept("reading the topics");
      Facts facts = settled(cluster.connection(), address);
      return new Outcome(
          killer.killed(),
          facts.statuses(),
          Counts.of(journal, facts),
          Harm.of(misdeeds, facts),
          Duration.ofNanos(System.nanoTime() - begin),
          Checker.check(journal, misdeeds, facts),
          killer.endedByThemselves());
    }
  }

  private List<Neighbours.Nuisance> nuisances(
      Cluster cluster, Doors doors, LeanHttp approverAtGateway) throws InterruptedException {
    return plan.neighbours()
        ? List.of(
            KafkaPoison.of(cluster.connection(), plan.seed(), misdeeds),
            new PoisonAnswers(doors, approverAtGateway, patience, plan.seed(), misdeeds),
            new HalfRequests(cluster.httpPorts(), plan.seed(), misdeeds))
        : List.of();
  }

  /// The topics, once what nobody waited for is through: the last messages to people, and the
  /// commands of clients that had given up. What is not after [#PATIENCE] counts as lost.
  private Facts settled(Connection connection, AgentAddress agent) throws InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (true) {
      Facts facts = Facts.read(connection, agent);
      if (Checker.settled(misdeeds, facts) || Instant.now().isAfter(deadline)) {
        return facts;
      }
      Thread.sleep(BETWEEN_READS);
    }
  }

  /// The intents are spread over the kills: each kill finds its share of them under way.
  private void load(Scenario scenario, Story story, Killer killer)
      throws IOException, InterruptedException {
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
                    story.play(scenario.name() + "-" + number, StoryDice.of(plan.seed(), number));
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
}
