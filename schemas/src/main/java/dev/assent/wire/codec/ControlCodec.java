package dev.assent.wire.codec;

import dev.assent.contract.Command;
import dev.assent.contract.ControlChange;
import dev.assent.contract.Event;
import dev.assent.contract.ThreadNote;
import dev.assent.contract.people.Grant;
import dev.assent.contract.value.Json;
import dev.assent.wire.avro.ControlData;
import dev.assent.wire.avro.ControlsChangedData;
import dev.assent.wire.avro.GrantData;
import dev.assent.wire.avro.ThreadNoteData;
import java.util.List;
import java.util.Optional;

/// Changes of controls and policy, and notes on threads, as commands and events carry them.
final class ControlCodec {
  private ControlCodec() {}

  static ControlData toAvro(Command.Control control) {
    ControlChange change = control.change();
    return new ControlData(
        control.part().name(),
        control.patch().text(),
        change.endsWithin().map(Fields::micros).orElse(null),
        change.endsAt().orElse(null),
        change.retriesMax().orElse(null),
        change.retryDelay().map(Fields::micros).orElse(null),
        grants(change.grants()),
        control.reason());
  }

  static Command.Control fromAvro(ControlData data) {
    return new Command.Control(
        Fields.constant(Command.Control.Part.class, data.getPart()),
        new Json(data.getPatch()),
        new ControlChange(
            Optional.ofNullable(data.getEndsWithinMicros()).map(Fields::duration),
            Optional.ofNullable(data.getEndsAt()),
            Optional.ofNullable(data.getRetriesMax()),
            Optional.ofNullable(data.getRetryDelayMicros()).map(Fields::duration),
            data.getGrants().stream().map(ControlCodec::fromAvro).toList()),
        data.getReason());
  }

  static ControlsChangedData toAvro(Event.ControlsChanged e) {
    return new ControlsChangedData(
        e.part().name(),
        e.generation(),
        e.patch().text(),
        e.reason(),
        e.deadlineAt().orElse(null),
        e.retriesMax().orElse(null),
        e.retryDelay().map(Fields::micros).orElse(null),
        grants(e.grants()));
  }

  static Event.ControlsChanged fromAvro(ControlsChangedData d) {
    return new Event.ControlsChanged(
        Fields.constant(Command.Control.Part.class, d.getPart()),
        d.getGeneration(),
        new Json(d.getPatch()),
        d.getReason(),
        Optional.ofNullable(d.getDeadlineAt()),
        Optional.ofNullable(d.getRetriesMax()),
        Optional.ofNullable(d.getRetryDelayMicros()).map(Fields::duration),
        d.getGrants().stream().map(ControlCodec::fromAvro).toList());
  }

  static ThreadNoteData toAvro(ThreadNote note) {
    return new ThreadNoteData(
        note.kind().name(), note.owner(), note.text(), note.to().orElse(null), note.seqs());
  }

  static ThreadNote fromAvro(ThreadNoteData data) {
    return new ThreadNote(
        Fields.constant(ThreadNote.Kind.class, data.getKind()),
        data.getOwner(),
        data.getText(),
        Optional.ofNullable(data.getTo()),
        data.getSeqs());
  }

  private static List<GrantData> grants(List<Grant> grants) {
    return grants.stream()
        .map(grant -> new GrantData(grant.to(), names(grant.allow()), names(grant.deny())))
        .toList();
  }

  private static Grant fromAvro(GrantData data) {
    return new Grant(data.getTo(), rights(data.getAllow()), rights(data.getDeny()));
  }

  private static List<String> names(List<Grant.Right> rights) {
    return rights.stream().map(Enum::name).toList();
  }

  private static List<Grant.Right> rights(List<String> names) {
    return names.stream().map(name -> Fields.constant(Grant.Right.class, name)).toList();
  }
}
