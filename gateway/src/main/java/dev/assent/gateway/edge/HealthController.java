package dev.assent.gateway.edge;

import dev.assent.platform.directory.Directory;
import dev.assent.platform.views.Views;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;

/// AXP's own health call (contract section 2.10), and what an operator's probes ask. All without a
/// key.
@Controller
@Produces(MediaType.APPLICATION_JSON)
final class HealthController {
  private final Directory directory;
  private final Views views;

  HealthController(Directory directory, Views views) {
    this.directory = directory;
    this.views = views;
  }

  @Get(uris = {"/health", "/v1/health"})
  String health() {
    return Answers.text(
        Answers.ok()
            .put("service", "assent-gateway")
            .put("deployment_profile", "self-hosted")
            .put("storage", "kafka"));
  }

  @Get("/health/liveness")
  String liveness() {
    return Answers.text(Answers.object().put("status", "UP"));
  }

  /// Ready once all keys are read and every partition of the view is restored, while it moves.
  /// Which of them it is not is for operators.
  @Get("/health/readiness")
  HttpResponse<String> readiness(HttpRequest<?> request) {
    boolean ready = directory.ready() && views.ready();
    var body = Answers.object().put("status", ready ? "UP" : "DOWN");
    if (request.getUserPrincipal().isPresent()) {
      var details = body.putObject("details");
      details.put("directory", directory.ready()).put("views", views.ready());
      var standing = details.putArray("standing_still");
      views.standing().forEach(partition -> standing.add(partition.toString()));
    }
    return HttpResponse.<String>status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .body(Answers.text(body));
  }
}
