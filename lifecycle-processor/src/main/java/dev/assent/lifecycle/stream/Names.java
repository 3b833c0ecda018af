package dev.assent.lifecycle.stream;

/// The names of the topology's nodes and of its store. They are part of what is on disk and in the
/// changelog's topic name: a changed name is a migration (`TopologyGoldenTest`).
final class Names {
  private Names() {}

  /// The state of every intent (see [IntentStore]).
  static final String INTENTS = "intents";

  static final String COMMANDS = "commands";
  static final String LIFECYCLE = "lifecycle";
  static final String EVENTS = "events";
  static final String AUDIT = "audit";
  static final String RESULTS = "results";
  static final String AGENTS = "agents";
  static final String DEAD_LETTERS = "dead-letters";

  static final String PUBLIC_REQUESTS = "public-requests";
  static final String INGEST = "ingest";
  static final String INGEST_COMMANDS = "ingest-commands";
  static final String INGEST_RESULTS = "ingest-results";
  static final String INGEST_DEAD_LETTERS = "ingest-dead-letters";

  static final String DIRECTORY = "directory";
  static final String GUARD = "guard";
  static final String GUARD_AUDIT = "guard-audit";
  static final String GUARD_DEAD_LETTERS = "guard-dead-letters";
}
