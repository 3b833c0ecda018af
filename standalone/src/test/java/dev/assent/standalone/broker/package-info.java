@NullMarked
package dev.assent.standalone.broker;

import org.jspecify.annotations.NullMarked;
