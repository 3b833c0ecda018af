/// The front door for programs: AXP over HTTP. Requests become commands, answers come after the
/// commit, reads come from the gateway's own view.
@Configuration
@Requires(property = "assent.service", value = "gateway")
@NullMarked
package dev.assent.gateway;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
