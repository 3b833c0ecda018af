package dev.assent.wire.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.id.AgentAddress;
import dev.assent.wire.format.Schemas;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopicsTest {
  private final Topics topics = new Topics("");

  private String topicOf(String org, String workspace, String name) {
    return topics.agent(new AgentAddress(org, workspace, name)).name();
  }

  @Test
  void aPlainAgentsTopic_isItsAddress() {
    assertThat(topicOf("local", "default", "compliance-checker_2"))
        .isEqualTo("assent.agent.local.default.compliance-checker_2");
  }

  @Test
  void twoAgents_neverShareATopic() {
    List<String> names =
        Stream.of(
                topicOf("local", "default", "bot"),
                topicOf("local", "default", "Bot"),
                topicOf("local", "default", "Ä bot"),
                topicOf("local", "default", "Ö bot"),
                topicOf("local", "default", "a.b"),
                topicOf("local", "default.a", "b"),
                topicOf("local.default", "a", "b"),
                topicOf("local", "default", "x".repeat(250) + "1"),
                topicOf("local", "default", "x".repeat(250) + "2"))
            .toList();

    assertThat(names).doesNotHaveDuplicates();
  }

  @Test
  void aNameThatLooksLikeAnothersTopic_getsATopicOfItsOwn() {
    String topic = topicOf("local", "default", "a b");
    String name = topic.substring("assent.agent.local.default.".length());

    assertThat(topicOf("local", "default", name)).isNotEqualTo(topic);
  }

  @Test
  void everyAgentsTopic_hasANameKafkaAllows() {
    for (String name : List.of("x", "承認 agent", "x".repeat(255), "..", "a/b".replace("/", "|"))) {
      assertThat(topicOf("local", "default", name)).matches("[a-zA-Z0-9._-]{1,249}");
    }
  }

  @Test
  void thePrefix_isPutBeforeEveryName() {
    assertThat(new Topics("test.").all())
        .allMatch(topic -> topic.name().startsWith("test.assent."));
  }

  @Test
  void everyRecordNamed_hasASchema() {
    assertThat(topics.all())
        .flatMap(Topics.Topic::subjects)
        .allSatisfy(record -> assertThat(Schemas.named(record).getName()).isEqualTo(record));
  }
}
