package dev.assent.cli.audit;

import dev.assent.contract.audit.AuditRecord;

/// An audit record and where it lies: partition and offset find it again with any Kafka tool.
record AuditEntry(AuditRecord record, int partition, long offset) {}
