/// The front door for people: their open tasks, one task with all that is needed to decide, and the
/// decision. Who may decide is judged by the lifecycle-processor, never here.
@Configuration
@Requires(property = "assent.service", value = "approval-service")
@NullMarked
package dev.assent.approval;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
