@NullMarked
package dev.assent.gateway.scenario;

import org.jspecify.annotations.NullMarked;
