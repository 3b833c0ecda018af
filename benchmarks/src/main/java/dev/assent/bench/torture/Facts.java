package dev.assent.bench.torture;

import dev.assent.contract.Asked;
import dev.assent.contract.Happened;
import dev.assent.contract.Result;
import dev.assent.contract.Status;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.delivery.AxpEvent;
import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.IntentId;
import dev.assent.platform.deadletters.DeadLetter;
import dev.assent.platform.deadletters.DeadLetterBox;
import dev.assent.testing.kafka.TopicLog;
import dev.assent.wire.AvroWire;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.notification.NotificationOutcome;
import dev.assent.wire.topic.Topics;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What the topics hold, each partition in its order.
///
/// @param asked the doors' commands, and those that were made of public requests
/// @param deliveries of the agent's own topic
/// @param told what came of each message to a person
/// @param readAt when reading began: what was due long before must have happened
record Facts(
    List<Asked> asked,
    List<Happened> events,
    List<AuditRecord> audit,
    List<Answer> answers,
    List<Delivery> deliveries,
    List<NotificationOutcome> told,
    List<Letter> deadLetters,
    Instant readAt) {
  Facts {
    asked = List.copyOf(asked);
    events = List.copyOf(events);
    audit = List.copyOf(audit);
    answers = List.copyOf(answers);
    deliveries = List.copyOf(deliveries);
    told = List.copyOf(told);
    deadLetters = List.copyOf(deadLetters);
  }

  /// Everything that is committed now. Commands are read before the facts and answers, and
  /// deliveries after the facts: whatever is found must have had what follows from it in the same
  /// transaction. What follows later may still come ([Checker#settled]).
  static Facts read(Connection connection, AgentAddress agent) {
    AvroWire wire = AvroWire.connect(connection);
    Topics topics = connection.topics();
    Instant readAt = Instant.now();
    return new Facts(
        values(connection, topics.commands(), wire.commands()),
        values(connection, topics.events(), wire.events()),
        values(connection, topics.audit(), wire.audit()),
        entries(connection, topics.results(), wire.results())
            .map(entry -> new Answer(entry.key(), entry.value()))
            .toList(),
        values(connection, topics.agent(agent), wire.deliveries()),
        values(connection, topics.notifications(), wire.notifications()),
        new DeadLetterBox(connection, Clock.systemUTC()).list().stream().map(Letter::of).toList(),
        readAt);
  }

  private static <T> List<T> values(Connection connection, Topics.Topic topic, Codec<T> codec) {
    return entries(connection, topic, codec).map(TopicLog.Entry::value).toList();
  }

  private static <T> Stream<TopicLog.Entry<T>> entries(
      Connection connection, Topics.Topic topic, Codec<T> codec) {
    return TopicLog.all(connection.clientProperties(), topic.name(), codec::decode).stream();
  }

  /// How many intents there are in each status.
  SortedMap<String, Integer> statuses() {
    Map<IntentId, Status> last = new HashMap<>();
    for (Happened happened : events) {
      happened
          .events()
          .forEach(
              event ->
                  AxpEvent.of(event, false)
                      .ifPresent(shown -> last.put(happened.intent(), shown.status())));
    }
    SortedMap<String, Integer> statuses = new TreeMap<>();
    last.values().forEach(status -> statuses.merge(status.name(), 1, Integer::sum));
    return statuses;
  }

  /// A dead letter, without its record.
  ///
  /// @param time the record's, in milliseconds since 1970
  record Letter(String topic, int partition, long offset, long time, String cause) {
    static Letter of(DeadLetter letter) {
      DeadLetter.Origin origin = letter.origin();
      return new Letter(
          origin.topic(), origin.partition(), origin.offset(), origin.timestamp(), letter.cause());
    }

    @Override
    public String toString() {
      return topic + "-" + partition + "@" + offset + " of " + time + " ms: " + cause;
    }
  }

  /// @param key whose answer it is: a door's command, or a producer's request
  record Answer(String key, Result result) {}
}
