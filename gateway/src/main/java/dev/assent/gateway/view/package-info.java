/// What clients see of intents: pure folds of the events ([dev.assent.gateway.view.IntentView],
/// [dev.assent.gateway.view.StepView]) and the store and indexes they are found by.
@NullMarked
package dev.assent.gateway.view;

import org.jspecify.annotations.NullMarked;
