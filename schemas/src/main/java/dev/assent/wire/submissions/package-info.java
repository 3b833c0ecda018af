/// What anybody may write to the public topics.
@NullMarked
package dev.assent.wire.submissions;

import org.jspecify.annotations.NullMarked;
