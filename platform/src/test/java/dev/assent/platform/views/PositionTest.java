package dev.assent.platform.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PositionTest {
  private static final long NO_RECORD = -1;

  private final Position position = new Position(3);

  @Test
  void aBatchesEndCountsOnlyWhenItsLastRecordIsFolded() {
    position.polled(12, 14); // records 10 to 12, a marker at 13
    CompletableFuture<Void> afterMarker = position.reached(14);
    position.folded(10);
    position.folded(11);
    assertThat(position.reached(12)).isCompleted();
    assertThat(afterMarker).isNotDone();
    position.folded(12);
    assertThat(afterMarker).isCompleted();
  }

  @Test
  void aMarkerPolledWhileRecordsAreStillToFoldDoesNotOvertakeThem() {
    position.polled(10, 11);
    position.polled(NO_RECORD, 13);
    CompletableFuture<Void> end = position.reached(13);
    assertThat(end).isNotDone();
    position.folded(10);
    assertThat(end).isCompleted();
  }

  @Test
  void aSecondBatchBeforeTheFirstIsFoldedDoesNotOvertakeIt() {
    position.polled(10, 12);
    position.polled(20, 22);
    position.folded(10);
    assertThat(position.reached(12)).isNotDone();
    position.folded(20);
    assertThat(position.reached(22)).isCompleted();
  }

  @Test
  void aMarkerAloneMovesIt() {
    position.startsAt(5);
    CompletableFuture<Void> end = position.reached(6);
    position.polled(NO_RECORD, 6);
    assertThat(end).isCompleted();
  }

  @Test
  void aLateStartNeverMovesItBack() {
    position.polled(NO_RECORD, 9);
    position.startsAt(4);
    assertThat(position.reached(9)).isCompleted();
  }

  @Test
  void whoeverWaitsIsToldWhenThePartitionGoes() {
    CompletableFuture<Void> waiting = position.reached(1);
    position.close();
    assertThat(catchThrowable(waiting::join)).hasCauseInstanceOf(ViewUnavailableException.class);
    assertThat(catchThrowable(() -> position.reached(0).join()))
        .hasCauseInstanceOf(ViewUnavailableException.class);
  }
}
