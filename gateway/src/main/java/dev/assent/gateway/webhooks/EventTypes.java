package dev.assent.gateway.webhooks;

import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.platform.intake.fields.Fields;
import java.util.Arrays;

/// The types of events that subscribers are told, as requests name them.
final class EventTypes {
  private EventTypes() {}

  static WebhookEvent.Type read(Fields fields, String field, String name) {
    return WebhookEvent.Type.named(name)
        .orElseThrow(() -> fields.wrong(known(), field, "got '" + name + "'"));
  }

  static String known() {
    return "one of "
        + Arrays.stream(WebhookEvent.Type.values()).map(WebhookEvent.Type::wireName).toList();
  }
}
