/// What a service's developer does: apply a scenario, submit an intent, follow it to its end.
@NullMarked
package dev.assent.cli.intents;

import org.jspecify.annotations.NullMarked;
