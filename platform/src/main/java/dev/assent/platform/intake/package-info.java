/// From what a client asks, whichever door it came through, to a [dev.assent.contract.Command]: the
/// same request becomes the same command, and with it the same facts.
@NullMarked
package dev.assent.platform.intake;

import org.jspecify.annotations.NullMarked;
