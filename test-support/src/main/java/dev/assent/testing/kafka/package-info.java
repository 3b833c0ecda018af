/// Topics as anybody reads them, and as only an attacker writes them.
@NullMarked
package dev.assent.testing.kafka;

import org.jspecify.annotations.NullMarked;
