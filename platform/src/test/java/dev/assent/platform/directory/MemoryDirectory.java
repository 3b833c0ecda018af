package dev.assent.platform.directory;

import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.people.Principal;
import dev.assent.contract.value.Hash;
import dev.assent.wire.directory.DirectoryEntry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// A directory of what a test puts there, found as the real one finds it.
public final class MemoryDirectory extends IndexedDirectory {
  public MemoryDirectory() {
    this(Clock.systemUTC());
  }

  public MemoryDirectory(Clock clock) {
    super(clock);
  }

  private final Map<String, DirectoryEntry> entries = new ConcurrentHashMap<>();
  private final Queue<DirectoryEntry> unread = new ConcurrentLinkedQueue<>();
  private volatile boolean ready = true;
  private final List<AuditRecord> audits = new CopyOnWriteArrayList<>();

  @Override
  public CompletableFuture<Void> put(DirectoryEntry entry) {
    entries.put(entry.key(), entry);
    set(entry.key(), entry);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<Void> put(DirectoryEntry entry, AuditRecord audit) {
    audits.add(audit);
    return put(entry);
  }

  /// What was written together with entries.
  public List<AuditRecord> audits() {
    return List.copyOf(audits);
  }

  @Override
  public CompletableFuture<Void> remove(DirectoryEntry entry) {
    entries.remove(entry.key());
    set(entry.key(), null);
    return CompletableFuture.completedFuture(null);
  }

  /// Lets somebody in with a secret of the test's choice.
  public void admit(String secret, Principal principal) {
    DirectoryEntry.Key key =
        new DirectoryEntry.Key(
            secret,
            Hash.of(secret),
            principal.workspace(),
            principal.kind(),
            principal.id(),
            principal.scopes(),
            principal.roles(),
            "",
            Instant.EPOCH,
            Optional.empty(),
            "",
            Optional.empty(),
            Optional.empty());
    var _ = put(key);
  }

  /// All entries of a kind, of whichever workspace.
  public <T extends DirectoryEntry> List<T> all(Class<T> kind) {
    return entries.values().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /// What another door has written, and this one reads with its next catch-up.
  public void elsewhere(DirectoryEntry entry) {
    unread.add(entry);
  }

  @Override
  public CompletableFuture<Void> caughtUp() {
    for (DirectoryEntry entry = unread.poll(); entry != null; entry = unread.poll()) {
      var _ = put(entry);
    }
    return CompletableFuture.completedFuture(null);
  }

  /// As while it is still being read, or afterwards.
  public void ready(boolean now) {
    ready = now;
  }

  @Override
  public boolean ready() {
    return ready;
  }
}
