/// HTTP, the same at every door: who asks ([Caller]), what a refusal looks like ([Errors]), and
/// what one client can take.
@NullMarked
package dev.assent.service.edge;

import org.jspecify.annotations.NullMarked;
