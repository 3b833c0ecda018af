/// Every topic's name and how it is kept, and which partition an intent is in.
@NullMarked
package dev.assent.wire.topic;

import org.jspecify.annotations.NullMarked;
