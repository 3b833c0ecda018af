/// How to reach the broker and the registry, and how a door seals what it writes.
@NullMarked
package dev.assent.wire.connection;

import org.jspecify.annotations.NullMarked;
