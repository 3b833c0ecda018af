/// Who in the directory has things sent to them.
@NullMarked
package dev.assent.notifier.receivers;

import org.jspecify.annotations.NullMarked;
