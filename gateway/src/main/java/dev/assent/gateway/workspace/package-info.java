/// What a workspace's admins have set for it.
@NullMarked
package dev.assent.gateway.workspace;

import org.jspecify.annotations.NullMarked;
