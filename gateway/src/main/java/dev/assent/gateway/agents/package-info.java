/// Registered agents, which AXP calls service accounts.
@NullMarked
package dev.assent.gateway.agents;

import org.jspecify.annotations.NullMarked;
