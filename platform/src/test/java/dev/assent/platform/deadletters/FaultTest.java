package dev.assent.platform.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.wire.format.WireException;
import dev.assent.wire.registry.RegistryException;
import dev.assent.wire.registry.RegistryUnavailableException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;

class FaultTest {
  @Test
  void whatTheBrokerOrTheRegistryDoesWrongIsNoRecordsFault() {
    assertThat(Fault.isOfCircumstances(new KafkaException("away"))).isTrue();
    assertThat(Fault.isOfCircumstances(new RegistryUnavailableException("away", null))).isTrue();
    assertThat(Fault.isOfCircumstances(new RegistryException("wrong password", 401, 401))).isTrue();
  }

  @Test
  void whatTheRegistryHasNeverHeardOfIsTheRecordsFault() {
    RegistryException unknown = new RegistryException("?", 404, RegistryException.NO_SCHEMA);
    assertThat(Fault.isOfCircumstances(unknown)).isFalse();
    assertThat(Fault.isOfCircumstances(new WireException("bad magic byte"))).isFalse();
    assertThat(Fault.isOfCircumstances(new IllegalStateException("our bug"))).isFalse();
  }

  @Test
  void whatIsTooLargeOrAnErrorComesAgainWithTheRecord() {
    assertThat(Fault.isOfCircumstances(new RecordTooLargeException("2 MB"))).isFalse();
    assertThat(Fault.isOfCircumstances(new StackOverflowError())).isFalse();
  }

  @Test
  void whereItHappenedIsToldWithoutWhatItQuotes() {
    Throwable bare = Fault.withoutMessage(new IllegalArgumentException("https://x/?secret"));

    assertThat(bare).hasMessage("java.lang.IllegalArgumentException").hasNoCause();
    assertThat(bare.getStackTrace()).isNotEmpty();
  }
}
