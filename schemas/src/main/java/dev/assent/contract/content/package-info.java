/// What a decision is bound to: the content that people are shown, with what the steps before came
/// to.
@NullMarked
package dev.assent.contract.content;

import org.jspecify.annotations.NullMarked;
