package dev.assent.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.BindException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class StartUpTest {
  @Test
  void whatOurOwnCodeSaysIsTheReasonHoweverOftenItIsWrapped() {
    RuntimeException own = new IllegalStateException("expected a broker of 4.2, but it is 4.1");

    assertThat(StartUp.why(new RuntimeException("Error\n\nPath Taken:\n", wrapped(own))))
        .isEqualTo("expected a broker of 4.2, but it is 4.1");
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    assertThat(
            StartUp.why(
                new IllegalStateException(
                    "Unable to start server on 127.0.0.1:8100",
                    new BindException("Address already in use"))))
        .isEqualTo("Unable to start server on 127.0.0.1:8100: Address already in use");
  }

  @Test
  void brokersThatDoNotAnswerAreNamed() {
    TimeoutException late = new TimeoutException("Timed out waiting for a node assignment.");

    assertThat(
            StartUp.why(
                wrapped(
                    new IllegalStateException("expected the broker to tell, but " + late, late))))
        .endsWith(" (assent.kafka.bootstrap-servers: 127.0.0.1:19092)");
  }

  @Test
  void anythingElseIsItsLastCauseOnOneLine() {
    assertThat(StartUp.why(wrapped(new ArithmeticException("by\nzero"))))
        .isEqualTo("ArithmeticException: by zero");
  }

  private static RuntimeException wrapped(Throwable cause) {
    return new RuntimeException("Error instantiating bean of type [X]", cause);
  }
}
