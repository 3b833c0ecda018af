package dev.assent.gateway.access;

import dev.assent.contract.people.Principal;
import dev.assent.platform.http.Problem;
import dev.assent.service.edge.Refused;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// The page on which a person lets a terminal in. Looking at it changes nothing. It has no script,
/// and the key that is typed in goes to this gateway and nowhere else.
@Controller("/login/cli")
@Consumes(MediaType.ALL)
@Produces(MediaType.TEXT_HTML)
final class GrantPage {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
      <title>Assent: sign in a terminal</title>
      <style>
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 3rem auto; padding: 0 1rem }
      code { font-size: 1.6rem; letter-spacing: .1em } input, button { font: inherit; padding: .4rem }
      input { width: 100%; box-sizing: border-box; margin: .3rem 0 1rem }
      </style></head>
      <body><h1>Sign in a terminal</h1>
      {content}
      </body></html>
      """;

  private static final String FORM =
      """
      <p>A terminal wants to sign in. It shows this code:</p>
      <p><code>{code}</code></p>
      <p>If yours shows the same, let it in with a key of yours. It gets a key of its own, which may
      submit intents and decide as you do, until you end it (<code style="font-size:1em">axme logout</code>).
      If you started no terminal, close this page.</p>
      <form method="post" action="/login/cli" autocomplete="off">
      <input type="hidden" name="grant" value="{grant}"><input type="hidden" name="code" value="{code}">
      <label>Your API key<input type="password" name="key" required></label>
      <button type="submit">Let the terminal in</button>
      </form>\
      """;

  private final Grants grants;

  GrantPage(Grants grants) {
    this.grants = grants;
  }

  @Get
  HttpResponse<String> show(@QueryValue Optional<String> grant) {
    try {
      String id = grant.orElse("");
      String code = escaped(grants.open(id).userCode());
      return page(HttpStatus.OK, FORM.replace("{code}", code).replace("{grant}", escaped(id)));
    } catch (Refused refused) {
      return page(refused.problem());
    }
  }

  @Post
  CompletableFuture<HttpResponse<String>> approve(HttpRequest<byte[]> request) {
    Map<String, String> form = form(request.getBody().orElse(new byte[0]));
    CompletableFuture<Principal> approved;
    try {
      approved =
          grants.approve(
              form.getOrDefault("grant", ""),
              form.getOrDefault("code", ""),
              form.getOrDefault("key", ""));
    } catch (Refused refused) {
      return CompletableFuture.completedFuture(page(refused.problem()));
    }
    return approved.handle(
        (person, failure) ->
            failure == null
                ? page(
                    HttpStatus.OK,
                    "<p>The terminal is signed in as <b>%s</b>. You can close this page.</p>"
                        .formatted(escaped(person.id())))
                : page(problem(failure)));
  }

  private static Problem problem(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof Refused refused ? refused.problem() : Problem.of(cause);
  }

  private static HttpResponse<String> page(Problem problem) {
    return page(
        HttpStatus.valueOf(problem.status()),
        "<p>The terminal was not let in: " + escaped(problem.message()) + ".</p>");
  }

  private static MutableHttpResponse<String> page(HttpStatus status, String content) {
    return HttpResponse.<String>status(status)
        .body(PAGE.replace("{content}", content))
        .contentType(MediaType.of("text/html; charset=utf-8"))
        .header("Cache-Control", "no-store")
        .header("Referrer-Policy", "no-referrer")
        .header("X-Frame-Options", "DENY")
        .header("X-Content-Type-Options", "nosniff")
        .header(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self';"
                + " frame-ancestors 'none'; base-uri 'none'");
  }

  private static Map<String, String> form(byte[] body) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
      String[] parts = pair.split("=", 2);
      if (parts.length == 2) {
        try {
          fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
          // A field that is wrongly encoded counts as missing.
        }
      }
    }
    return fields;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
