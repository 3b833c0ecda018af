/// A whole Assent in this JVM: broker, registry and the four services on the loopback address.
@NullMarked
package dev.assent.standalone.node;

import org.jspecify.annotations.NullMarked;
