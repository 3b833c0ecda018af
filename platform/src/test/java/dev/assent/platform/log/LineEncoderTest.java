package dev.assent.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

class LineEncoderTest {
  private static final String SETTING = "assent.log.format";

  @AfterEach
  void forget() {
    System.clearProperty(SETTING);
  }

  @Test
  void anEventIsALineForPeople() {
    assertThat(line()).hasLineCount(1).contains("WARN", "dev.assent.Some - It went 3 [why=\"so\"]");
  }

  @Test
  void orAJsonDocumentOnALine() throws IOException {
    System.setProperty(SETTING, LineEncoder.JSON);

    String line = line();

    assertThat(line).hasLineCount(1).endsWith("\n");
    JsonNode json = new ObjectMapper().readTree(line);
    assertThat(json.path("level").asText()).isEqualTo("WARN");
    assertThat(json.path("loggerName").asText()).isEqualTo("dev.assent.Some");
    assertThat(json.path("formattedMessage").asText()).isEqualTo("It went 3");
    assertThat(json.path("kvpList").path(0).path("why").asText()).isEqualTo("so");
  }

  private static String line() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    LineEncoder encoder = new LineEncoder();
    encoder.setContext(context);
    encoder.start();
    LoggingEvent event =
        new LoggingEvent(
            "x",
            context.getLogger("dev.assent.Some"),
            Level.WARN,
            "It went {}",
            null,
            new Object[] {3});
    event.setKeyValuePairs(List.of(new KeyValuePair("why", "so")));
    return new String(encoder.encode(event), StandardCharsets.UTF_8);
  }
}
