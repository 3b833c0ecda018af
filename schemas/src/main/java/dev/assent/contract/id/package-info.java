/// Which intent, step, command, agent or workspace is meant.
@NullMarked
package dev.assent.contract.id;

import org.jspecify.annotations.NullMarked;
