/// What an approver does: see what is asked, and answer.
@NullMarked
package dev.assent.cli.tasks;

import org.jspecify.annotations.NullMarked;
