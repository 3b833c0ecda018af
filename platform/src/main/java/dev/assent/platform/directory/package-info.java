/// The directory topic, held in memory: who may do what, which agents there are, what a workspace
/// has set.
@NullMarked
package dev.assent.platform.directory;

import org.jspecify.annotations.NullMarked;
