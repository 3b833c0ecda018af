/// What leaves Assent: steps for agents, facts in the words of AXP, and what the subscribers of an
/// inbox are told.
@NullMarked
package dev.assent.contract.delivery;

import org.jspecify.annotations.NullMarked;
