package dev.assent.service.edge;

import dev.assent.contract.people.Principal;
import dev.assent.contract.value.Limits;
import dev.assent.platform.bus.CommandBus;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.http.Credentials;
import dev.assent.platform.keys.SessionUses;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Optional;

/// Gives a door's action its [Caller]. Here a key is only recognised; what it may do is judged by
/// the processor.
@Singleton
@Requires(beans = CommandBus.class)
final class CallerBinder implements TypedRequestArgumentBinder<Caller> {
  private static final String API_KEY = "x-api-key";

  private final Directory directory;
  private final SessionUses uses;

  CallerBinder(Directory directory, Clock clock) {
    this.directory = directory;
    this.uses = new SessionUses(directory, clock);
  }

  @Override
  public Argument<Caller> argumentType() {
    return Argument.of(Caller.class);
  }

  @Override
  public BindingResult<Caller> bind(
      ArgumentConversionContext<Caller> context, HttpRequest<?> request) {
    Principal principal = principal(request);
    uses.asked(principal, request.getMethodName());
    Caller caller =
        new Caller(
            principal,
            idempotencyKey(request),
            request.getHeaders().findFirst("X-Axme-Client").orElse(""));
    return () -> Optional.of(caller);
  }

  private Principal principal(HttpRequest<?> request) {
    HttpHeaders headers = request.getHeaders();
    Optional<String> address =
        Optional.ofNullable(request.getRemoteAddress().getAddress())
            .map(InetAddress::getHostAddress);
    return Credentials.authenticate(
        directory, headers.get(API_KEY), headers.get(HttpHeaders.AUTHORIZATION), address);
  }

  private static Optional<String> idempotencyKey(HttpRequest<?> request) {
    Optional<String> key =
        request.getHeaders().findFirst("Idempotency-Key").filter(text -> !text.isBlank());
    if (key.isPresent() && key.get().length() > Limits.IDEMPOTENCY_KEY_LENGTH_MAX) {
      throw Refused.invalid(
          "an Idempotency-Key of at most " + Limits.IDEMPOTENCY_KEY_LENGTH_MAX + " characters",
          "it has " + key.get().length());
    }
    return key;
  }
}
