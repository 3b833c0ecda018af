package dev.assent.wire.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.wire.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AclsTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "kafka.md");

  @ParameterizedTest
  @EnumSource
  void theDocumentHasEveryRightOfEveryProgram(Acls.Program program) throws IOException {
    assertThat(Files.readAllLines(DOCUMENT)).contains(row(program));
  }

  private static String row(Acls.Program program) {
    String rights =
        new Acls("")
            .of(program).stream()
                .map(
                    acl ->
                        acl.operations().stream().map(Enum::name).collect(Collectors.joining(", "))
                            + " "
                            + acl.resource().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                            + " `"
                            + acl.name()
                            + (acl.pattern() == PatternType.PREFIXED ? "*`" : "`"))
                .collect(Collectors.joining("; "));
    return "| `" + program.word() + "` | " + rights + " |";
  }

  @Test
  void onlyDoorsAndTheProcessorWriteCommands_andOnlyTheProcessorWritesTheTruth() {
    for (Acls.Program program : Acls.Program.values()) {
      boolean commands = mayWrite(program, new Topics("p.").commands());
      boolean truth = mayWrite(program, new Topics("p.").events());
      assertThat(truth).as(program.word()).isEqualTo(program == Acls.Program.LIFECYCLE_PROCESSOR);
      switch (program) {
        case GATEWAY, APPROVAL_SERVICE, LIFECYCLE_PROCESSOR, OPERATOR ->
            assertThat(commands).as(program.word()).isTrue();
        case NOTIFIER, SERVICE, AGENT -> assertThat(commands).as(program.word()).isFalse();
      }
    }
  }

  private static boolean mayWrite(Acls.Program program, Topics.Topic topic) {
    return new Acls("p.")
        .of(program).stream()
            .filter(acl -> acl.resource() == ResourceType.TOPIC)
            .filter(acl -> acl.operations().contains(AclOperation.WRITE))
            .anyMatch(
                acl ->
                    acl.pattern() == PatternType.PREFIXED
                        ? topic.name().startsWith(acl.name())
                        : topic.name().equals(acl.name()));
  }
}
