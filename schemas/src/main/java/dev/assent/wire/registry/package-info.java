/// A schema registry's client, the ids that our own data explains without one, and the topics with
/// their schemas made to exist.
@NullMarked
package dev.assent.wire.registry;

import org.jspecify.annotations.NullMarked;
