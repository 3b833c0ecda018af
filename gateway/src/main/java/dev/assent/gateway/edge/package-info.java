/// AXP over HTTP, for every feature alike. A controller is thin: it reads the request leniently
/// ([Lenient]), asks ([dev.assent.service.edge.Commands]), looks ([Reads]), answers ([Answers]).
@NullMarked
package dev.assent.gateway.edge;

import org.jspecify.annotations.NullMarked;
