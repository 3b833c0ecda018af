package dev.assent.approval.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.approval.ApprovalApplication;
import dev.assent.approval.FakeParts;
import dev.assent.approval.Http;
import dev.assent.approval.view.History;
import dev.assent.platform.directory.MemoryDirectory;
import dev.assent.wire.directory.DirectoryEntry;
import io.micronaut.http.HttpMethod;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.web.router.Router;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Whatever is asked with GET or HEAD, nothing is written.
class LookingTest {
  @Test
  void noGetAndNoHeadWritesAnything() {
    try (EmbeddedServer server =
        ApprovalApplication.start(
            Map.of("micronaut.server.port", -1, "assent.test.fakes", "true"))) {
      MemoryDirectory directory = server.getApplicationContext().getBean(MemoryDirectory.class);
      directory.admit("ada-key", History.person("ada", "sre_oncall"));
      FakeParts.FakeBus bus = server.getApplicationContext().getBean(FakeParts.FakeBus.class);
      List<DirectoryEntry> before = directory.all(DirectoryEntry.class);
      List<String> paths = paths(server);
      assertThat(paths).contains("/v1/tasks", "/v1/tasks/{id}");
      Http http = new Http(server.getPort());
      for (String path : paths) {
        String asked = path.replaceAll("\\{[^}]*}", History.intent(1).toString());
        for (String method : List.of("HEAD", "GET")) {
          HttpRequest.Builder request =
              http.request(asked)
                  .header("x-api-key", "ada-key")
                  .method(method, HttpRequest.BodyPublishers.noBody());
          assertThat(http.send(request).status()).as(asked).isNotEqualTo(500);
        }
      }
      assertThat(bus.asked).isEmpty();
      assertThat(directory.all(DirectoryEntry.class)).isEqualTo(before);
    }
  }

  private static List<String> paths(EmbeddedServer server) {
    return new ArrayList<>(
        server
            .getApplicationContext()
            .getBean(Router.class)
            .uriRoutes()
            .filter(
                route ->
                    route.getHttpMethod() == HttpMethod.GET
                        || route.getHttpMethod() == HttpMethod.HEAD)
            .map(route -> route.getUriMatchTemplate().toPathString())
            .distinct()
            .toList());
  }
}
