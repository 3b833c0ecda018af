@NullMarked
package dev.assent.gateway.stream;

import org.jspecify.annotations.NullMarked;
