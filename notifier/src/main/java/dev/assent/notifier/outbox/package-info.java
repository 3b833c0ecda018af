/// What is to be sent, kept until something came of it. Knows neither messages nor channels.
@NullMarked
package dev.assent.notifier.outbox;

import org.jspecify.annotations.NullMarked;
