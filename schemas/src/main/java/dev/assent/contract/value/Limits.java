package dev.assent.contract.value;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Every bound in the system, with its unit. A bound is checked at the door and again in the
/// decider.
public final class Limits {
  private Limits() {}

  /// AXP's bound on an intent's payload (contract section 2.1), in bytes of UTF-8.
  public static final int PAYLOAD_BYTES_MAX = 131_072;

  /// A report's or a decision's body, in bytes of UTF-8.
  public static final int BODY_BYTES_MAX = 131_072;

  /// An HTTP request as a whole, in bytes; a scenario carries a payload and more.
  public static final int REQUEST_BYTES_MAX = 524_288;

  /// One record on a topic, in bytes; with its key and headers it stays below Kafka's default of
  /// one MiB for a batch and for a request.
  public static final int RECORD_BYTES_MAX = 1_000_000;

  /// Significant digits of a number in JSON: more than any whole double has (309).
  public static final int NUMBER_DIGITS_MAX = 400;

  /// How far from 1 a number in JSON may be, as a power of ten in either direction: a double has
  /// 308. A few bytes can otherwise name a number that no memory holds.
  public static final int NUMBER_EXPONENT_MAX = 999;

  /// How deep JSON may be nested.
  public static final int JSON_DEPTH_MAX = 200;

  /// Agents' results kept in an intent's state for the next steps, in bytes of UTF-8 each.
  public static final int RESULT_BYTES_MAX = 32_768;

  /// All results kept in an intent's state together, in bytes of UTF-8: with the payload they must
  /// fit one record.
  public static final int RESULTS_BYTES_MAX = 262_144;

  public static final int STEPS_PER_PLAN_MAX = 50;

  /// Runs of steps in one intent, retries and rework included.
  public static final int STEP_RUNS_MAX = 1_000;

  /// How often a neutral outcome may send the same task back to its agent.
  public static final int REWORK_MAX = 10;

  public static final int REMINDERS_MAX = 100;
  public static final int RETRIES_MAX = 20;
  public static final int DELIVERIES_MAX = 20;
  public static final int NAME_LENGTH_MAX = 255;
  public static final int ADDRESS_LENGTH_MAX = 383;
  public static final int TITLE_LENGTH_MAX = 255;
  public static final int DESCRIPTION_LENGTH_MAX = 2_000;
  public static final int COMMENT_LENGTH_MAX = 4_000;
  public static final int OUTCOMES_MAX = 20;
  public static final int OUTCOME_LENGTH_MAX = 64;
  public static final int ASSIGNEES_MAX = 20;
  public static final int IDEMPOTENCY_KEY_LENGTH_MAX = 255;

  /// A document of the directory, in bytes of UTF-8: every door holds all of them in memory.
  public static final int DOCUMENT_BYTES_MAX = 65_536;

  /// Documents of one collection in one workspace.
  public static final int DOCUMENTS_MAX = 10_000;

  /// What a posted event says, in bytes of UTF-8.
  public static final int WEBHOOK_PAYLOAD_BYTES_MAX = 65_536;

  /// AXP's bounds on a subscription (contract section 3.3).
  public static final int CALLBACK_URL_LENGTH_MAX = 2_048;

  public static final int WEBHOOK_SECRET_LENGTH_MIN = 16;
  public static final int WEBHOOK_SECRET_LENGTH_MAX = 128;
  public static final int WEBHOOK_TYPES_MAX = 32;

  /// Deliveries that wait for one receiver on one partition.
  public static final int WEBHOOK_WAITING_MAX = 10_000;

  /// A file that a gateway keeps itself, in bytes.
  public static final int MEDIA_BYTES_MAX = 32_768;

  /// Files that a gateway keeps itself, in one workspace.
  public static final int MEDIA_CONTENTS_MAX = 200;

  /// A change to an intent's controls or policy, in bytes of UTF-8.
  public static final int CONTROLS_BYTES_MAX = 16_384;

  /// Grants in force on one intent.
  public static final int GRANTS_MAX = 50;

  /// A note on a thread, in characters.
  public static final int NOTE_LENGTH_MAX = 131_072;

  /// Messages taken out of sight at once.
  public static final int DELETED_NOTES_MAX = 100;

  /// Facts of an intent after which its thread takes no more notes: whoever reads an intent reads
  /// them all.
  public static final int NOTED_SEQ_MAX = 10_000;

  /// The earliest point in time that may be named, and the latest: what every encoding, database
  /// and client can carry. (An instant near the end of 64 bits cannot even be written.)
  public static final Instant TIME_MIN = Instant.EPOCH;

  public static final Instant TIME_MAX = Instant.parse("9999-12-31T23:59:59.999999Z");

  /// The shortest wait a plan may ask for.
  public static final Duration WAIT_MIN = Duration.ofMillis(1);

  /// The shortest wait for a reminder, and between two: AXP counts whole seconds, and a person is
  /// reached no faster.
  public static final Duration REMINDER_WAIT_MIN = Duration.ofSeconds(1);

  /// The longest wait a plan may ask for: ten years.
  public static final Duration WAIT_MAX = Duration.ofDays(3_653);

  /// Waits before the second, third and every later writing of an unacknowledged delivery (contract
  /// section 5.3: 30, 120, 600 s).
  public static final List<Duration> REDELIVERY_WAITS =
      List.of(Duration.ofSeconds(30), Duration.ofSeconds(120), Duration.ofSeconds(600));

  /// How long after its end an intent still answers commands with how it ended; its events stay for
  /// ever.
  public static final Duration ENDED_KEPT = Duration.ofDays(7);

  /// A policy, or a setting, that is kept whole in the audit record of its change; of a larger one
  /// the record has the hash. Two of them are in a record, which a broker takes up to 1 MiB.
  public static final int CHANGE_BYTES_MAX = 384 * 1024;

  /// How long after a person's own answer another of theirs, which says neither what it was shown
  /// nor which step it is to, counts as that answer once more: the second click, or the second try
  /// after a time-out of the first ([#REQUEST_WITHIN]). ADR 0028.
  public static final Duration SAME_ANSWER_WITHIN = Duration.ofSeconds(30);

  /// Keyed commands whose answer an intent remembers, the newest first.
  public static final int ANSWERS_KEPT = 16;

  /// Due timers fired in one punctuation before records get their turn again.
  public static final int TIMERS_PER_PUNCTUATION = 500;

  /// From the first byte of an HTTP request to its last.
  public static final Duration REQUEST_WITHIN = Duration.ofSeconds(30);

  /// The life of a session that signing in made, however much it is used.
  public static final Duration SESSION_LIFE = Duration.ofDays(14);

  /// A session in which nothing was done for so long is over. Reading is not doing: looking changes
  /// nothing, not even a session's end.
  public static final Duration SESSION_IDLE = Duration.ofDays(3);

  /// How exactly it is kept when a session was last used.
  public static final Duration SESSION_NOTED_EVERY = Duration.ofHours(1);

  /// Connections of one door that are open at a time; fewer where a process may open fewer files.
  public static final int CONNECTIONS_MAX = 20_000;

  /// Event streams of one gateway that are open at a time; one key has at most half of them.
  public static final int STREAMS_MAX = 10_000;

  /// The longest that nothing is sent on an open stream: proxies and clients give up what is
  /// silent.
  public static final Duration STREAM_SILENCE_MAX = Duration.ofSeconds(15);

  /// The longest a client's stream is held open (contract section 2.2).
  public static final Duration STREAM_WAIT_MAX = Duration.ofSeconds(60);

  /// Whether it is a point in time that may be named.
  public static boolean isTime(Instant at) {
    return !at.isBefore(TIME_MIN) && !at.isAfter(TIME_MAX);
  }
}
