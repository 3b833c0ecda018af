/// From the events topic through the plan to a channel, and what came of it onto the notifications
/// topic.
@NullMarked
package dev.assent.notifier.stream;

import org.jspecify.annotations.NullMarked;
