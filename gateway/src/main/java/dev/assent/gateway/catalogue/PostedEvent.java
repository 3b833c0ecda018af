package dev.assent.gateway.catalogue;

import java.time.Instant;

/// What was posted under an idempotency key, which is the document's id.
///
/// @param eventId the event it became, or is yet to become
/// @param request the hash of the request, 64 hex digits: under one key there is one
public record PostedEvent(String eventId, String request, Instant at) {}
