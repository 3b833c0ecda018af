/// What every HTTP door shares without a framework: who sent a request, what is answered when it is
/// not done, and what keeps one client from harming the others. Netty only: the services put the
/// guards where their framework builds connections.
@NullMarked
package dev.assent.platform.http;

import org.jspecify.annotations.NullMarked;
