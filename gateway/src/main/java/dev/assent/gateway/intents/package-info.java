/// Intents: created, read, listed, controlled, answered, ended.
@NullMarked
package dev.assent.gateway.intents;

import org.jspecify.annotations.NullMarked;
