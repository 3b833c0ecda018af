@NullMarked
package dev.assent.gateway.catalogue;

import org.jspecify.annotations.NullMarked;
