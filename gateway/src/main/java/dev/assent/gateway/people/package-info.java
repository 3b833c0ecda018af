/// People as others see them: nicks, profiles, invitations, accounts.
@NullMarked
package dev.assent.gateway.people;

import org.jspecify.annotations.NullMarked;
