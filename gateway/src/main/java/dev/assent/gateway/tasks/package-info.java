/// Open tasks and decisions, as AXP has them.
@NullMarked
package dev.assent.gateway.tasks;

import org.jspecify.annotations.NullMarked;
