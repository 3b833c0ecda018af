/// The Model Context Protocol: the same actions for a model.
@NullMarked
package dev.assent.gateway.mcp;

import org.jspecify.annotations.NullMarked;
