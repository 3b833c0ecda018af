/// Records that cannot be read or that break our code: kept with their cause, listed, sent again.
@NullMarked
package dev.assent.platform.deadletters;

import org.jspecify.annotations.NullMarked;
