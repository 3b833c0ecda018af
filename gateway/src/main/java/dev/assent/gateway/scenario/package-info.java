/// From what a client writes (a scenario bundle, or an intent with a human task) to a
/// [dev.assent.contract.Plan].
@NullMarked
package dev.assent.gateway.scenario;

import org.jspecify.annotations.NullMarked;
