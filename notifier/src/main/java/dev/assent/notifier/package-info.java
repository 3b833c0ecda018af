/// Tells people what they are asked and what became of it. The only service that talks to the
/// outside: a pure plan says who is told what ([dev.assent.notifier.plan]), a channel says it, and
/// what came of each message is on record.
@Configuration
@Requires(property = "assent.service", value = "notifier")
@NullMarked
package dev.assent.notifier;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
