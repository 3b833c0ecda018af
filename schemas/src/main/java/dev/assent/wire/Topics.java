package dev.assent.wire;

import dev.assent.contract.AgentAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Every topic: its name, key, who writes it, how long it is kept. The only place with topic names;
/// topics are created from it ([TopicSetup]).
public final class Topics {
  private final String prefix;

  public Topics(String prefix) {
    this.prefix = prefix;
  }

  /// A topic as it is created.
  ///
  /// @param partitions fixed number; empty means the deployment's N
  /// @param kept how long; empty means for ever
  /// @param subjects the record names whose schemas are registered for it
  public record Topic(
      String name,
      String key,
      Optional<Integer> partitions,
      Optional<Duration> kept,
      boolean compacted,
      List<String> subjects) {
    public Topic {
      subjects = List.copyOf(subjects);
    }
  }

  private Topic topic(String name, String key, Duration kept, String... subjects) {
    return new Topic(
        prefix + name, key, Optional.empty(), Optional.of(kept), false, List.of(subjects));
  }

  /// Trusted doors only: the gateway and the approval-service.
  public Topic commands() {
    return topic("assent.commands", "root intent id", Duration.ofDays(7), "Asked");
  }

  /// The truth, kept for ever.
  public Topic events() {
    return new Topic(
        prefix + "assent.events",
        "root intent id",
        Optional.empty(),
        Optional.empty(),
        false,
        List.of("Happened"));
  }

  /// One record for each decision and each refused decision, kept for ever.
  public Topic audit() {
    return new Topic(
        prefix + "assent.audit",
        "root intent id",
        Optional.empty(),
        Optional.empty(),
        false,
        List.of("Audit"));
  }

  /// The answers that doors wait for; each door listens on one partition.
  public Topic results() {
    return topic("assent.results", "command id", Duration.ofDays(1), "Answer");
  }

  /// Agents, people, policies, hashed API keys.
  public Topic directory() {
    return new Topic(
        prefix + "assent.directory",
        "kind/id",
        Optional.of(1),
        Optional.empty(),
        true,
        List.of("DirectoryEntry"));
  }

  /// What came of each message sent to a person.
  public Topic notifications() {
    return topic("assent.notifications", "dedupe key", Duration.ofDays(30), "NotificationOutcome");
  }

  /// Records that could not be read, or that broke our code: original bytes, the cause in headers.
  public Topic deadLetters() {
    return topic("assent.dead-letters", "original key", Duration.ofDays(30));
  }

  /// One agent's deliveries.
  public Topic agent(AgentAddress agent) {
    return topic(agentTopicName(agent), "root intent id", Duration.ofDays(7), "Delivery");
  }

  private static String agentTopicName(AgentAddress agent) {
    String name = "assent.agent." + agent.org() + "." + agent.workspace() + "." + agent.name();
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "_");
  }

  /// All but the agents' own topics, which are created when an agent is registered.
  public List<Topic> all() {
    return List.of(
        commands(), events(), audit(), results(), directory(), notifications(), deadLetters());
  }
}
