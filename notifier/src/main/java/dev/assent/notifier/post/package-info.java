/// Posts to other people's servers: signed, bounded, and to public addresses only.
@NullMarked
package dev.assent.notifier.post;

import org.jspecify.annotations.NullMarked;
