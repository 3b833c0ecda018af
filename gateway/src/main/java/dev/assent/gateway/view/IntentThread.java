package dev.assent.gateway.view;

import dev.assent.contract.Event.IntentCreated;
import dev.assent.contract.Status;
import dev.assent.contract.ThreadNote;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An intent as a thread in inboxes (ADR 0016): whose inbox it is in, and what was noted there.
/// Each intent is one thread, under its own id, in the inbox of its addressee, of everybody it was
/// delegated to, and, once it has ended, of its `reply_to`.
///
/// @param owners addresses as [AgentAddress#spelled] writes them, the addressee first
public record IntentThread(List<String> owners, Optional<String> replyTo, List<Noted> notes) {

  /// A note with its place in the intent's history.
  public record Noted(int seq, Instant at, String actor, ThreadNote note) {}

  /// How far a thread is, in AXP's words.
  public enum State {
    /// Nobody has done anything about it.
    PENDING,
    ACTIVE,
    /// The intent has ended.
    DONE
  }

  public IntentThread {
    owners = List.copyOf(owners);
    notes = List.copyOf(notes);
  }

  static IntentThread of(IntentCreated created, Workspace workspace) {
    return new IntentThread(
        List.of(AgentAddress.spelled(created.to(), workspace)),
        created.replyTo().map(to -> AgentAddress.spelled(to, workspace)),
        List.of());
  }

  IntentThread noted(Noted noted, Workspace workspace) {
    List<Noted> longer = new ArrayList<>(notes);
    longer.add(noted);
    List<String> all = new ArrayList<>(owners);
    if (noted.note().kind() == ThreadNote.Kind.DELEGATE) {
      noted
          .note()
          .to()
          .map(to -> AgentAddress.spelled(to, workspace))
          .filter(to -> !all.contains(to))
          .ifPresent(all::add);
    }
    return new IntentThread(all, replyTo, longer);
  }

  /// Whether it is in this inbox.
  public boolean isIn(String owner, Status status) {
    return owners.contains(owner) || (status.ended() && replyTo.filter(owner::equals).isPresent());
  }

  public State state(Status status) {
    return switch (status) {
      case COMPLETED, FAILED, CANCELED, TIMED_OUT -> State.DONE;
      case ACKNOWLEDGED, IN_PROGRESS -> State.ACTIVE;
      case CREATED, SUBMITTED, DELIVERED, WAITING ->
          notes.stream().anyMatch(IntentThread::answers) ? State.ACTIVE : State.PENDING;
    };
  }

  private static boolean answers(Noted noted) {
    return switch (noted.note().kind()) {
      case REPLY, DELEGATE, APPROVE, REJECT -> true;
      case READ, DELETE_FOR_SELF, DELETE_FOR_ALL, COMPLETION -> false;
    };
  }

  /// What the owner sees: neither deletions nor what they took out of sight.
  public List<Noted> seenBy(String owner) {
    List<Integer> gone =
        notes.stream()
            .map(Noted::note)
            .filter(note -> hides(note, owner))
            .flatMap(note -> note.seqs().stream())
            .toList();
    return notes.stream()
        .filter(noted -> !gone.contains(noted.seq()) && noted.note().kind().line().isPresent())
        .toList();
  }

  private static boolean hides(ThreadNote note, String owner) {
    return note.kind() == ThreadNote.Kind.DELETE_FOR_ALL
        || (note.kind() == ThreadNote.Kind.DELETE_FOR_SELF && note.owner().equals(owner));
  }
}
