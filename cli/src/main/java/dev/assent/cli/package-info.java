/// The `assent` command: everything an operator or an approver does from a terminal. It speaks to a
/// node over the same doors as everybody else.
@NullMarked
package dev.assent.cli;

import org.jspecify.annotations.NullMarked;
