/// Parts of Assent as processes of their own on this machine, to be killed and started again.
@NullMarked
package dev.assent.bench.cluster;

import org.jspecify.annotations.NullMarked;
