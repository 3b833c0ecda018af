/// The heart: decides every command, makes the decision durable, fires the timers. Its HTTP server
/// tells how it is and nothing else.
@Configuration
@Requires(property = "assent.service", value = "lifecycle-processor")
@NullMarked
package dev.assent.lifecycle;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
