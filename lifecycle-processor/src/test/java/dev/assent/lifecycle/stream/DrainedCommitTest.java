package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DrainedCommitTest {
  private final DrainedCommit commit = new DrainedCommit();

  @Test
  void aSmallBatch_isCommittedOnceItIsUsedUp() {
    commit.polled(2);

    assertThat(commit.processed()).isFalse();
    assertThat(commit.processed()).isTrue();
  }

  @Test
  void aLargeBatch_isLeftToTheInterval() {
    commit.polled(3);

    assertThat(commit.processed()).isFalse();
    assertThat(commit.processed()).isFalse();
    assertThat(commit.processed()).isFalse();
  }

  @Test
  void aSmallBatchBehindALargeOne_isCommittedOnlyWhenBothAreUsedUp() {
    commit.polled(3);
    commit.polled(1);

    assertThat(commit.processed()).isFalse();
    assertThat(commit.processed()).isFalse();
    assertThat(commit.processed()).isFalse();
    assertThat(commit.processed()).isTrue();
  }

  @Test
  void recordsOfATaskThatLeft_areNotWaitedFor() {
    commit.polled(5);
    commit.reset();
    commit.polled(1);

    assertThat(commit.processed()).isTrue();
  }

  @Test
  void fewTimersOnAnIdleThread_areCommittedAtOnce_manyOrOnABusyOneAreNot() {
    assertThat(commit.fired(1)).isTrue();
    assertThat(commit.fired(3)).isFalse();

    commit.polled(1);

    assertThat(commit.fired(1)).isFalse();
  }
}
