/// From a message to deliveries: whom it reaches, over which channel, at which address. Pure, given
/// a lookup.
@NullMarked
package dev.assent.notifier.route;

import org.jspecify.annotations.NullMarked;
