package dev.assent.wire.topic;

import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.value.Hash;
import dev.assent.wire.registry.TopicSetup;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Every topic: its name, key, who writes it, how long it is kept. The only place with topic names;
/// topics are created from it ([TopicSetup]).
public final class Topics {
  /// The record on agents' topics.
  public static final String AGENTS_RECORD = "Delivery";

  private static final String ALL = "assent.";
  private static final String AGENT_TOPICS = "assent.agent.";
  private static final int AGENT_PATH_LENGTH_MAX = 180; // Kafka allows 249 for the whole name
  private static final int HASH_LENGTH = 16;
  private static final Pattern PLAIN_PATH =
      Pattern.compile("[a-z0-9_-]+\\.[a-z0-9_-]+\\.[a-z0-9_-]+");
  private static final Pattern HASHED_PATH = Pattern.compile("-[0-9a-f]{16}$");

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

  /// Any service may write here; every record is signed (ADR 0013). The key does not matter.
  public Topic submissions() {
    return topic("assent.submissions", "any", Duration.ofDays(7), "Submit", "Cancel");
  }

  /// Any agent may write here; every record returns its delivery's token (ADR 0013). The key does
  /// not matter.
  public Topic reports() {
    return topic("assent.reports", "any", Duration.ofDays(7), "Report");
  }

  /// Trusted doors only: the gateway, the approval-service and the processor's ingest.
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

  /// The answers that doors wait for, each door on one partition, and those of producers on the
  /// public topics, under their request's id.
  public Topic results() {
    return topic("assent.results", "command or request id", Duration.ofDays(1), "Answer");
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

  /// Under which id each version of our own schemas is in the data (ADR 0037).
  public Topic schemas() {
    return new Topic(
        prefix + "assent.schemas", "schema id", Optional.of(1), Optional.empty(), true, List.of());
  }

  /// What subscribers are to be told (ADR 0017): what was posted, and what followed from facts and
  /// had a subscriber.
  public Topic webhooks() {
    return topic("assent.webhooks", "event id", Duration.ofDays(30), "WebhookEvent");
  }

  /// What came of each message sent to a person or to a program.
  public Topic notifications() {
    return topic("assent.notifications", "dedupe key", Duration.ofDays(30), "NotificationOutcome");
  }

  /// Records that could not be read, or that broke our code: original bytes, the cause in headers.
  public Topic deadLetters() {
    return topic("assent.dead-letters", "original key", Duration.ofDays(30));
  }

  /// One agent's deliveries.
  public Topic agent(AgentAddress agent) {
    return topic(agentTopicName(agent), "root intent id", Duration.ofDays(7), AGENTS_RECORD);
  }

  /// Whether it is the name of an agent's topic.
  public boolean isAgents(String name) {
    return name.startsWith(prefix + AGENT_TOPICS);
  }

  /// What the name of every one of our topics begins with.
  public String beginning() {
    return prefix + ALL;
  }

  /// Two agents never share a topic: a name that a topic cannot carry as it is gets a hash of the
  /// whole address behind it, and so does one that only looks as if it had one.
  private static String agentTopicName(AgentAddress agent) {
    String path = agent.org() + "." + agent.workspace() + "." + agent.name();
    if (PLAIN_PATH.matcher(path).matches()
        && path.length() <= AGENT_PATH_LENGTH_MAX
        && !HASHED_PATH.matcher(path).find()) {
      return AGENT_TOPICS + path;
    }
    String readable = path.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "_");
    String shortened = readable.substring(0, Math.min(readable.length(), AGENT_PATH_LENGTH_MAX));
    String hash = Hash.of(agent.toString()).hex().substring(0, HASH_LENGTH);
    return AGENT_TOPICS + shortened + "-" + hash;
  }

  /// All but the agents' own topics, which are created when an agent is registered.
  public List<Topic> all() {
    return List.of(
        submissions(),
        reports(),
        commands(),
        events(),
        audit(),
        results(),
        directory(),
        schemas(),
        webhooks(),
        notifications(),
        deadLetters());
  }
}
