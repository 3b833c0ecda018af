@NullMarked
package dev.assent.platform.kafka;

import org.jspecify.annotations.NullMarked;
