/// The HTTP API for people (its paths and bodies are in [TaskController]).
@NullMarked
package dev.assent.approval.api;

import org.jspecify.annotations.NullMarked;
