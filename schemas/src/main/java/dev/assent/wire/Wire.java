package dev.assent.wire;

import dev.assent.contract.Asked;
import dev.assent.contract.Happened;
import dev.assent.contract.Result;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.notification.NotificationOutcome;
import dev.assent.wire.submissions.PublicRequest;

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
