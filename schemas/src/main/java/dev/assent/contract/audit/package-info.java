/// The audit trail: what became of a question, and what was changed about who is asked.
@NullMarked
package dev.assent.contract.audit;

import org.jspecify.annotations.NullMarked;
