/// What a deployment needs before the services start: rights, seals, features of the broker.
@NullMarked
package dev.assent.wire.setup;

import org.jspecify.annotations.NullMarked;
