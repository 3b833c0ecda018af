package dev.assent.interop;

import dev.assent.client.AssentClient;
import dev.assent.client.NewIntent;
import dev.assent.client.Submitted;
import java.util.Map;

/// A service states an intent with Assent's Java client, shows its events and waits for its end. A
/// restart of the node does not end it.
final class ClientService {
  public static void main(String[] arguments) {
    try (AssentClient client =
        AssentClient.connect(
            System.getenv("ASSENT_GATEWAY_URL"), System.getenv("ASSENT_INITIATOR_KEY"))) {
      Submitted taken =
          client.send(
              NewIntent.of(
                      "intent.infra.change_approval.v1",
                      "infra-validator",
                      Map.of("change_type", "database_migration", "target", "prod-postgres-main"))
                  .withIdempotencyKey(arguments[0])); // run it twice with one key: it is one intent
      System.out.println(taken.id());
      taken.warnings().forEach(warning -> System.err.println("warning: " + warning));
      client.observe(
          taken.id(),
          0,
          event -> System.out.println(event.seq() + " " + event.type() + " " + event.status()));
      System.out.println(client.waitFor(taken.id()).status());
    }
  }
}
