/// Server-sent events, without a thread for each waiting client.
@NullMarked
package dev.assent.gateway.stream;

import org.jspecify.annotations.NullMarked;
