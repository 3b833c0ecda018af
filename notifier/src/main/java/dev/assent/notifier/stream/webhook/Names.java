package dev.assent.notifier.stream.webhook;

/// The nodes and stores of the webhook channel's topology.
final class Names {
  static final String FACTS = "facts";
  static final String THREADS = "thread-contexts";
  static final String THREAD_MATCHER = "thread-matcher";
  static final String THREAD_EVENTS = "thread-events";
  static final String THREAD_DEAD_LETTERS = "thread-dead-letters";

  static final String CATALOGUES = "catalogues";
  static final String CATALOGUE_MATCHER = "catalogue-matcher";
  static final String CATALOGUE_EVENTS = "catalogue-events";

  static final String EVENTS = "webhook-events";
  static final String DELIVERIES = "webhook-deliveries";
  static final String OUTBOX = "outbox";
  static final String OUTCOMES = "outcomes";
  static final String OUTBOX_DEAD_LETTERS = "outbox-dead-letters";

  private Names() {}
}
