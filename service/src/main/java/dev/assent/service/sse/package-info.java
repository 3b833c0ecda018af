/// Server-sent events: open streams by the thousand with a few threads, at the pace of whoever
/// reads them.
@NullMarked
package dev.assent.service.sse;

import org.jspecify.annotations.NullMarked;
