/// What came of each message to people.
@NullMarked
package dev.assent.wire.notification;

import org.jspecify.annotations.NullMarked;
