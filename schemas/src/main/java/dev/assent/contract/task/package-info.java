/// What a person is asked: the table of task types, outcomes and what they mean, reminders, and
/// what the person was shown.
@NullMarked
package dev.assent.contract.task;

import org.jspecify.annotations.NullMarked;
