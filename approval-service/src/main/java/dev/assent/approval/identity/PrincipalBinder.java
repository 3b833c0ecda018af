package dev.assent.approval.identity;

import dev.assent.contract.people.Principal;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.http.Credentials;
import dev.assent.platform.keys.SessionUses;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Optional;

/// Gives an action of the API its caller. The key is in `x-api-key` or in `Authorization: Bearer`;
/// what its principal may do is judged by the lifecycle-processor.
@Singleton
public final class PrincipalBinder implements TypedRequestArgumentBinder<Principal> {
  private static final String API_KEY = "x-api-key";

  private final Directory directory;
  private final SessionUses uses;

  PrincipalBinder(Directory directory, Clock clock) {
    this.directory = directory;
    this.uses = new SessionUses(directory, clock);
  }

  @Override
  public Argument<Principal> argumentType() {
    return Argument.of(Principal.class);
  }

  @Override
  public BindingResult<Principal> bind(
      ArgumentConversionContext<Principal> context, HttpRequest<?> request) {
    Principal principal = authenticate(request);
    uses.asked(principal, request.getMethodName());
    return () -> Optional.of(principal);
  }

  private Principal authenticate(HttpRequest<?> request) {
    HttpHeaders headers = request.getHeaders();
    Optional<String> address =
        Optional.ofNullable(request.getRemoteAddress().getAddress())
            .map(InetAddress::getHostAddress);
    return Credentials.authenticate(
        directory, headers.get(API_KEY), headers.get(HttpHeaders.AUTHORIZATION), address);
  }
}
