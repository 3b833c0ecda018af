/// What this gateway can do.
@NullMarked
package dev.assent.gateway.capabilities;

import org.jspecify.annotations.NullMarked;
