/// The Java SDK of Assent: state an intent and wait for its result, do steps as an agent, decide
/// tasks as a person. Begin with [dev.assent.client.AssentClient].
///
/// Runs on Java 17 and newer, with Jackson as its only library. Nothing here starts a thread of its
/// own or holds a lock while it waits, so every call may be made from a virtual thread.
@NullMarked
package dev.assent.client;

import org.jspecify.annotations.NullMarked;
