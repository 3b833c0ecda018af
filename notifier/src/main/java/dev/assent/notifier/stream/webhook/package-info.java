/// The webhook channel: what happens becomes events on a topic, and those become signed posts to
/// whoever subscribed (ADR 0017).
@NullMarked
package dev.assent.notifier.stream.webhook;

import org.jspecify.annotations.NullMarked;
