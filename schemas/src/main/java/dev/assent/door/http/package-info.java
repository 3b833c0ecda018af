/// What keeps one client of an HTTP door from harming the others. Netty only: the services put it
/// where their framework builds connections.
@NullMarked
package dev.assent.door.http;

import org.jspecify.annotations.NullMarked;
