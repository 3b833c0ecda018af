package dev.assent.bench.torture;

import dev.assent.contract.Door;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Rejection.Code;
import dev.assent.contract.Result;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whether the topics hold what the clients were promised. Pure: topics and journal in, broken
/// promises out.
final class Checker {
  /// What races between clients come to.
  private static final Set<String> JUST =
      Stream.of(
              Code.INTENT_ENDED,
              Code.STEP_OVER,
              Code.NO_AGENT_STEP,
              Code.NO_OPEN_TASK,
              Code.ALREADY_DECIDED,
              Code.STALE_VERSION,
              Code.CONTENT_CHANGED)
          .map(code -> code.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.toUnmodifiableSet());

  /// Stands where no intent can be named.
  static final IntentId NOBODYS = IntentId.root(0, 0);

  private static final Pattern MARK = Pattern.compile("\"mark\":\"([^\"]+)\"");

  private final Journal journal;
  private final List<Journal.Answered> decisions;
  private final Facts facts;
  private final List<Finding> findings = new ArrayList<>();

  private Checker(Journal journal, Misdeeds misdeeds, Facts facts) {
    this.journal = journal;
    this.decisions =
        Stream.concat(journal.decisions().stream(), misdeeds.answeredWell().stream()).toList();
    this.facts = facts;
  }

  /// @param misdeeds of hostile neighbours; empty where there were none
  static List<Finding> check(Journal journal, Misdeeds misdeeds, Facts facts) {
    Checker checker = new Checker(journal, misdeeds, facts);
    checker.histories();
    checker.submits();
    checker.refusals();
    checker.marks(
        journal.reports(),
        Checker::reportMark,
        Finding.Kind.LOST_REPORT,
        Finding.Kind.REPORTED_TWICE);
    checker.marks(
        checker.decisions,
        Checker::decisionMark,
        Finding.Kind.LOST_DECISION,
        Finding.Kind.DECIDED_TWICE);
    checker.trail();
    checker.answers();
    checker.complaints();
    CommandCheck.check(facts, checker.findings::add);
    NotificationCheck.check(facts, checker.findings::add);
    RequestCheck.check(journal, facts, checker.findings::add);
    DeliveryCheck.check(facts, checker.findings::add);
    NeighbourCheck.check(misdeeds, facts, checker.findings::add);
    return List.copyOf(checker.findings);
  }

  /// Whether the last commands and messages of the load are through, and the neighbours' last
  /// records: nobody waited for them.
  static boolean settled(Misdeeds misdeeds, Facts facts) {
    List<Finding> open = new ArrayList<>();
    CommandCheck.check(facts, open::add);
    NotificationCheck.check(facts, open::add);
    NeighbourCheck.letters(misdeeds, facts, open::add);
    return open.isEmpty();
  }

  /// Each intent by itself.
  private void histories() {
    Map<IntentId, History> histories = new LinkedHashMap<>();
    for (Happened happened : facts.events()) {
      histories
          .computeIfAbsent(happened.intent(), id -> new History(id, findings::add))
          .add(happened);
    }
    histories.values().forEach(history -> history.end(facts.readAt()));
  }

  private void submits() {
    Map<IntentId, Integer> created = new HashMap<>();
    for (Happened happened : facts.events()) {
      for (Event event : happened.events()) {
        if (event instanceof Event.IntentCreated) {
          created.merge(happened.intent(), 1, Integer::sum);
        }
      }
    }
    Map<String, IntentId> byKey = new HashMap<>();
    for (Journal.Submitted submit : journal.submits()) {
      if (!created.containsKey(submit.intent())) {
        found(
            Finding.Kind.LOST_SUBMIT,
            submit.intent(),
            "the submission '" + submit.key() + "' was acknowledged, but it is not there");
      }
      IntentId before = byKey.putIfAbsent(submit.key(), submit.intent());
      if (before != null && !before.equals(submit.intent())) {
        found(
            Finding.Kind.KEY_TWICE,
            submit.intent(),
            "the key '" + submit.key() + "' had begun " + before + " before");
      }
    }
    created.forEach(
        (intent, times) -> {
          if (times > 1) {
            found(Finding.Kind.SUBMITTED_TWICE, intent, "it was created " + times + " times");
          }
        });
  }

  /// Whoever asks in time, for the right thing and with the right key is refused only for what
  /// somebody else has done before.
  private void refusals() {
    for (Journal.Refused refused : journal.refused()) {
      found(
          Finding.Kind.REFUSED_UNJUSTLY,
          NOBODYS,
          "the submission '" + refused.key() + "' was refused: " + refused.code());
    }
    Stream.concat(journal.reports().stream(), decisions.stream())
        .forEach(
            one ->
                one.verdict()
                    .refusal()
                    .filter(code -> !JUST.contains(code))
                    .ifPresent(
                        code ->
                            found(
                                Finding.Kind.REFUSED_UNJUSTLY,
                                one.intent(),
                                "'" + one.mark() + "' was refused: " + code)));
  }

  private void complaints() {
    journal
        .brokenDown()
        .forEach(
            detail -> found(Finding.Kind.BROKE_DOWN, NOBODYS, "a door answered 500: " + detail));
    journal.unheard().forEach(what -> found(Finding.Kind.UNHEARD, NOBODYS, what));
  }

  private void marks(
      List<Journal.Answered> answered,
      Function<Event, String> markOf,
      Finding.Kind lost,
      Finding.Kind twice) {
    Map<String, Integer> there = new HashMap<>();
    for (Happened happened : facts.events()) {
      for (Event event : happened.events()) {
        String mark = markOf.apply(event);
        if (!mark.isEmpty() && there.merge(mark, 1, Integer::sum) == 2) {
          found(twice, happened.intent(), "'" + mark + "' is there more than once");
        }
      }
    }
    for (Journal.Answered one : answered) {
      boolean accepted = one.verdict().accepted();
      if (one.mark().isEmpty()) {
        continue;
      }
      if (accepted && !there.containsKey(one.mark())) {
        found(lost, one.intent(), "'" + one.mark() + "' was acknowledged, but it is not there");
      }
      if (!accepted && there.containsKey(one.mark())) {
        found(
            Finding.Kind.REFUSED_BUT_DONE,
            one.intent(),
            "'" + one.mark() + "' was refused, but it is there");
      }
    }
  }

  /// Empty for an event that no report brings about.
  private static String reportMark(Event event) {
    return switch (event) {
      case Event.StepCompleted completed -> mark(completed.result().text());
      case Event.StepFailed failed -> mark(failed.body().text());
      case Event.StepProgressed progressed -> mark(progressed.body().text());
      default -> "";
    };
  }

  private static String mark(String json) {
    Matcher matcher = MARK.matcher(json);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static String decisionMark(Event event) {
    return event instanceof Event.TaskDecided decided ? decided.comment() : "";
  }

  /// Decisions and the trail, both ways.
  private void trail() {
    Map<Place, Integer> audited = new HashMap<>();
    facts.audit().stream()
        .filter(record -> record.what() == AuditRecord.What.DECIDED)
        .forEach(
            record ->
                record
                    .seq()
                    .ifPresent(
                        seq -> audited.merge(new Place(record.intent(), seq), 1, Integer::sum)));
    Set<Place> decided = new HashSet<>();
    for (Happened happened : facts.events()) {
      for (int i = 0; i < happened.events().size(); i++) {
        if (happened.events().get(i) instanceof Event.TaskDecided) {
          decided.add(new Place(happened.intent(), happened.firstSeq() + i));
        }
      }
    }
    for (Place place : decided) {
      if (!audited.containsKey(place)) {
        found(
            Finding.Kind.DECISION_WITHOUT_AUDIT,
            place.intent(),
            "the decision of seq " + place.seq() + " is not in the trail");
      }
    }
    audited.forEach(
        (place, times) -> {
          if (!decided.contains(place)) {
            found(
                Finding.Kind.AUDIT_WITHOUT_DECISION,
                place.intent(),
                "the trail has a decision of seq " + place.seq() + " that did not happen");
          }
          if (times > 1) {
            found(
                Finding.Kind.AUDITED_TWICE,
                place.intent(),
                "the trail has the decision of seq " + place.seq() + " " + times + " times");
          }
        });
  }

  /// One fact of an intent.
  record Place(IntentId intent, int seq) {}

  /// Answers and facts, both ways; a timer's firing answers nobody.
  private void answers() {
    Map<CommandId, IntentId> causes = new HashMap<>();
    for (Happened happened : facts.events()) {
      if (happened.door() != Door.TIMER
          && causes.put(happened.cause(), happened.intent()) != null) {
        found(
            Finding.Kind.COMMAND_TWICE,
            happened.intent(),
            "command " + happened.cause() + " was carried out twice");
      }
    }
    Map<CommandId, Integer> answered = new HashMap<>();
    for (Facts.Answer answer : facts.answers()) {
      if (answer.result() instanceof Result.Accepted accepted && !accepted.again()) {
        int times = answered.merge(accepted.commandId(), 1, Integer::sum);
        if (!causes.containsKey(accepted.commandId())) {
          found(
              Finding.Kind.ANSWER_WITHOUT_FACT,
              accepted.intent(),
              "command " + accepted.commandId() + " was answered, but nothing happened");
        }
        if (times == 2) {
          found(
              Finding.Kind.ANSWERED_TWICE,
              accepted.intent(),
              "command " + accepted.commandId() + " was answered twice as done");
        }
      }
    }
    causes.forEach(
        (command, intent) -> {
          if (!answered.containsKey(command)) {
            found(
                Finding.Kind.FACT_WITHOUT_ANSWER,
                intent,
                "command " + command + " was carried out, but not answered");
          }
        });
  }

  private void found(Finding.Kind kind, IntentId intent, String what) {
    findings.add(new Finding(kind, intent, what));
  }
}
