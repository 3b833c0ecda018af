@NullMarked
package dev.assent.notifier;

import org.jspecify.annotations.NullMarked;
