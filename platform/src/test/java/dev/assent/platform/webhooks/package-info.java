@NullMarked
package dev.assent.platform.webhooks;

import org.jspecify.annotations.NullMarked;
