package dev.assent.wire;

import dev.assent.contract.Asked;
import dev.assent.contract.AuditRecord;
import dev.assent.contract.Delivery;
import dev.assent.contract.Happened;
import dev.assent.contract.Result;
import dev.assent.contract.WebhookEvent;

/// The codecs of every topic.
public interface Wire {
  Codec<Asked> commands();

  Codec<Happened> events();

  Codec<Result> results();

  Codec<Delivery> deliveries();

  Codec<AuditRecord> audit();

  Codec<DirectoryEntry> directory();

  Codec<NotificationOutcome> notifications();

  Codec<WebhookEvent> webhooks();

  Codec<PublicRequest.Submission> submissions();

  Codec<PublicRequest.Report> reports();
}
