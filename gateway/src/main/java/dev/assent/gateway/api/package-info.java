/// AXP over HTTP. A controller is thin: read the request leniently
/// ([dev.assent.gateway.api.Lenient]), ask ([dev.assent.gateway.api.Commands]), look
/// ([dev.assent.gateway.api.Reads]), answer ([dev.assent.gateway.api.Answers]).
@NullMarked
package dev.assent.gateway.api;

import org.jspecify.annotations.NullMarked;
