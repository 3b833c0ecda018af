/// URLs that are told of what happens in an inbox, and events that callers post for them.
@NullMarked
package dev.assent.gateway.webhooks;

import org.jspecify.annotations.NullMarked;
