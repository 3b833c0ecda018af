/// The question that a request puts to people: who may answer, with which words, and how long it
/// waits.
@NullMarked
package dev.assent.platform.intake.task;

import org.jspecify.annotations.NullMarked;
