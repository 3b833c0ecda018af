package dev.assent.client;

import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// What a server says when it is asked whether it is ready.
///
/// @param ready whether it can answer: keys and views are read, and the brokers are there
/// @param status the HTTP status: 200 when it is ready, 503 when not; anything else is no server of
///   Assent's
/// @param at the server's clock, to the second
public record Health(boolean ready, int status, Optional<Instant> at) {
  private static final int OK = 200;

  static Health of(HttpResponse<String> answer) {
    return new Health(
        answer.statusCode() == OK,
        answer.statusCode(),
        answer.headers().firstValue("date").flatMap(Health::instant));
  }

  private static Optional<Instant> instant(String date) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
