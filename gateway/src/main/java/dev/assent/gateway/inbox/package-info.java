/// Inboxes and their threads.
@NullMarked
package dev.assent.gateway.inbox;

import org.jspecify.annotations.NullMarked;
