package dev.assent.contract.task;

import dev.assent.contract.people.PersonId;
import dev.assent.contract.task.TaskType.Verdict;
import java.time.Instant;

/// One person's answer to a question, as far as it counts towards settling it ([Tally]).
///
/// @param by who gave it, whatever key they came with
/// @param outcome one of the question's outcomes
/// @param verdict what that outcome means
public record Answer(PersonId by, String outcome, Verdict verdict, Instant at) {}
