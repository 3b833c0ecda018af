/// What people see, folded from the committed events: one task with its intent ([TaskView], pure),
/// and the index of what is open, by who may decide it.
@NullMarked
package dev.assent.approval.view;

import org.jspecify.annotations.NullMarked;
