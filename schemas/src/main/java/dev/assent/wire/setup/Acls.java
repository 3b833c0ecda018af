package dev.assent.wire.setup;

import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.CLUSTER;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import dev.assent.wire.topic.Topics;
import dev.assent.wire.topic.Topics.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/// What each program may do on the brokers, and nothing more: the table of docs/kafka.md, and what
/// `assent acls` shows and applies. READ and WRITE include DESCRIBE, as brokers have it.
public final class Acls {
  private static final String ANY_HOST = "*";

  private final String prefix;
  private final Topics topics;

  /// @param prefix of the topics' names
  public Acls(String prefix) {
    this.prefix = prefix;
    this.topics = new Topics(prefix);
  }

  /// Who has rights of their own.
  public enum Program {
    GATEWAY,
    APPROVAL_SERVICE,
    NOTIFIER,
    LIFECYCLE_PROCESSOR,
    /// The `assent` command where it speaks to the brokers: the first keys, the audit trail, dead
    /// letters, `doctor`.
    OPERATOR,
    /// A service that submits with a Kafka client.
    SERVICE,
    /// An agent with a Kafka client. It also needs READ on its own `assent.agent.…`, and on nobody
    /// else's.
    AGENT;

    /// As it is written in documents and on command lines.
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// One right.
  ///
  /// @param name of the resource; with [PatternType#PREFIXED] what the name begins with
  public record Acl(
      ResourceType resource, PatternType pattern, String name, List<AclOperation> operations) {
    public Acl {
      operations = List.copyOf(operations);
    }
  }

  public List<Acl> of(Program program) {
    return switch (program) {
      case GATEWAY ->
          service(
              List.of(
                  on(WRITE, topics.commands(), topics.deadLetters()),
                  on(READ, topics.results(), topics.events()),
                  both(topics.directory(), topics.webhooks()),
                  on(WRITE, topics.audit()),
                  List.of(
                      new Acl(
                          TRANSACTIONAL_ID,
                          PatternType.PREFIXED,
                          "assent-directory-",
                          List.of(WRITE)))));
      case APPROVAL_SERVICE ->
          service(
              List.of(
                  on(WRITE, topics.commands(), topics.deadLetters()),
                  on(READ, topics.results(), topics.events(), topics.directory())));
      case NOTIFIER ->
          service(
              List.of(
                  on(READ, topics.events(), topics.directory()),
                  both(topics.webhooks()),
                  on(WRITE, topics.notifications(), topics.reports(), topics.deadLetters()),
                  List.of(
                      beginning(TOPIC, "assent.agent.", READ),
                      beginning(TOPIC, "assent-notifier-", CREATE, READ, WRITE),
                      beginning(
                          GROUP, "assent-notifier-", READ, DESCRIBE_CONFIGS, ALTER_CONFIGS))));
      case LIFECYCLE_PROCESSOR ->
          service(
              List.of(
                  on(READ, topics.submissions(), topics.reports(), topics.directory()),
                  both(topics.commands()),
                  on(
                      WRITE,
                      topics.events(),
                      topics.audit(),
                      topics.results(),
                      topics.deadLetters()),
                  List.of(
                      beginning(TOPIC, "assent.agent.", WRITE),
                      beginning(TOPIC, "assent-lifecycle-", CREATE, READ, WRITE),
                      new Acl(
                          GROUP,
                          PatternType.LITERAL,
                          prefix + "assent-lifecycle",
                          List.of(READ, DESCRIBE_CONFIGS, ALTER_CONFIGS)),
                      beginning(TRANSACTIONAL_ID, "assent-lifecycle-", WRITE))));
      case OPERATOR ->
          service(
              List.of(
                  both(topics.directory()),
                  on(READ, topics.audit(), topics.deadLetters()),
                  on(WRITE, topics.submissions(), topics.reports(), topics.commands()),
                  List.of(
                      beginning(TOPIC, "assent-lifecycle-", DESCRIBE, DESCRIBE_CONFIGS),
                      beginning(GROUP, "assent-", DESCRIBE),
                      new Acl(
                          TRANSACTIONAL_ID, PatternType.PREFIXED, "assent-replay-", List.of(WRITE)),
                      new Acl(TRANSACTIONAL_ID, PatternType.LITERAL, "*", List.of(DESCRIBE)))));
      case SERVICE -> joined(List.of(on(WRITE, topics.submissions()), on(READ, topics.results())));
      case AGENT -> joined(List.of(on(WRITE, topics.reports()), on(READ, topics.results())));
    };
  }

  /// As the brokers take them.
  ///
  /// @param principal for example `User:assent-gateway`
  public List<AclBinding> bindings(Program program, String principal) {
    List<AclBinding> bindings = new ArrayList<>();
    for (Acl acl : of(program)) {
      for (AclOperation operation : acl.operations()) {
        bindings.add(
            new AclBinding(
                new ResourcePattern(acl.resource(), acl.name(), acl.pattern()),
                new AccessControlEntry(principal, ANY_HOST, operation, AclPermissionType.ALLOW)));
      }
    }
    return bindings;
  }

  /// What every one of our programs looks at first: what there is, and how the brokers make topics.
  private List<Acl> service(List<List<Acl>> more) {
    List<Acl> all = new ArrayList<>();
    all.add(
        new Acl(
            CLUSTER,
            PatternType.LITERAL,
            Resource.CLUSTER_NAME,
            List.of(DESCRIBE, DESCRIBE_CONFIGS)));
    all.add(beginning(TOPIC, "assent.", CREATE, DESCRIBE, DESCRIBE_CONFIGS));
    all.addAll(both(topics.schemas()));
    all.addAll(joined(more));
    return all;
  }

  private static List<Acl> joined(List<List<Acl>> lists) {
    return lists.stream().flatMap(Collection::stream).toList();
  }

  private static List<Acl> on(AclOperation operation, Topic... named) {
    return List.of(named).stream().map(topic -> topic(topic, List.of(operation))).toList();
  }

  private static List<Acl> both(Topic... named) {
    return List.of(named).stream().map(topic -> topic(topic, List.of(READ, WRITE))).toList();
  }

  private static Acl topic(Topic topic, List<AclOperation> operations) {
    return new Acl(TOPIC, PatternType.LITERAL, topic.name(), operations);
  }

  private Acl beginning(ResourceType resource, String name, AclOperation... operations) {
    return new Acl(resource, PatternType.PREFIXED, prefix + name, List.of(operations));
  }
}
