/// What many waiting approvals cost: late reminders, restarts, takeovers.
@NullMarked
package dev.assent.bench.waiting;

import org.jspecify.annotations.NullMarked;
