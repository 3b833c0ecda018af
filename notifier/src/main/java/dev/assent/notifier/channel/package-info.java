/// The ways to reach a person, one file each.
@NullMarked
package dev.assent.notifier.channel;

import org.jspecify.annotations.NullMarked;
