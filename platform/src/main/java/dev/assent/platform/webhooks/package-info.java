/// What the subscribers of an inbox are told, and who they are.
@NullMarked
package dev.assent.platform.webhooks;

import org.jspecify.annotations.NullMarked;
