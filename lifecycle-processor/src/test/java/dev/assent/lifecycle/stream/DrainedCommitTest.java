package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DrainedCommitTest {
  private final DrainedCommit commit = new DrainedCommit();

  @Test
  void aSingleRecord_isCommittedAtOnce() {
    commit.polled(1);

    assertThat(commit.processed()).isTrue();
  }

  @Test
  void severalRecords_areLeftToTheInterval() {
    commit.polled(2);

    assertThat(commit.processed()).isFalse();
    assertThat(commit.processed()).isFalse();
  }

  @Test
  void aSingleRecordBehindSeveral_isCommittedOnlyWhenBothAreUsedUp() {
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
  void aTimerOnAnIdleThread_isCommittedAtOnce_severalOrOnABusyOneAreNot() {
    assertThat(commit.fired(1)).isTrue();
    assertThat(commit.fired(2)).isFalse();

    commit.polled(1);

    assertThat(commit.fired(1)).isFalse();
  }
}
