/// The catalogue of payload schemas, and which may follow which.
@NullMarked
package dev.assent.gateway.payloads;

import org.jspecify.annotations.NullMarked;
