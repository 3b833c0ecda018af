package dev.assent.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.cli.base.Csv;
import dev.assent.cli.base.Json;
import dev.assent.cli.base.Printer;
import dev.assent.contract.Door;
import dev.assent.contract.Plan;
import dev.assent.contract.Rejection;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.audit.Change;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.StepId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.task.Shown;
import dev.assent.contract.value.Hash;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuditFormatTest {
  static final IntentId INTENT = IntentId.parse("11111111-1111-8111-8111-111111110000");

  private static final Rejection LATE =
      new Rejection(Rejection.Code.ALREADY_DECIDED, "expected an open task, but bob won", Map.of());

  static AuditEntry entry(String who, String outcome, String comment, Optional<Rejection> refused) {
    Workspace workspace = new Workspace("acme", "prod");
    Principal principal =
        new Principal(
            Principal.Kind.PERSON,
            who,
            workspace,
            Set.of(Scope.APPROVER),
            Set.of("sre"),
            "api_key:ak_1",
            Optional.of("10.0.0.7"));
    AuditRecord record =
        new AuditRecord(
            new CommandId(new UUID(1, 2)),
            Instant.parse("2026-01-02T03:04:05.678Z"),
            INTENT,
            workspace,
            refused.isPresent() ? AuditRecord.What.REFUSED : AuditRecord.What.DECIDED,
            Optional.of(new StepId("gate")),
            Optional.of(2),
            Optional.of(Hash.of("content")),
            Optional.of(
                new Shown(Optional.empty(), Optional.of(2), Optional.of(Hash.of("content")))),
            refused.isPresent() ? Optional.empty() : Optional.of(7),
            principal,
            Door.APPROVALS,
            outcome,
            comment,
            Optional.empty(),
            Optional.of(new Plan.PolicyRef("pay", 4)),
            "",
            refused,
            Optional.empty(),
            Optional.of(new AuditRecord.Question("deployer", "agent://acme/prod/db", "Pay it?")));
    return new AuditEntry(record, 3, 99);
  }

  private static String printed(AuditFormat format, boolean endless, AuditEntry... entries) {
    StringWriter out = new StringWriter();
    AuditPrinter printer =
        new AuditPrinter(format, endless, new Printer(new PrintWriter(out), false));
    printer.begin();
    List.of(entries).forEach(printer::print);
    printer.end();
    return out.toString();
  }

  @Test
  void textIsOneLineWithWhoWhatWhenAndWhy() {
    assertThat(
            printed(AuditFormat.TEXT, false, entry("alice", "approved", "a\nb", Optional.empty())))
        .isEqualTo(
            "2026-01-02T03:04:05Z  "
                + INTENT
                + "  DECIDED approved by alice through approvals, step gate v2 'Pay it?', asked by"
                + " deployer of agent://acme/prod/db, policy pay@4: \"a b\"\n");
    assertThat(printed(AuditFormat.TEXT, false, entry("alice", "approved", "", Optional.of(LATE))))
        .endsWith(
            "step gate v2 'Pay it?', asked by deployer of agent://acme/prod/db, policy pay@4"
                + " (expected an open task, but bob won)\n");
  }

  @Test
  void aChangedPolicyIsOneLineWithWhatItWasAndIs() throws Exception {
    Change change =
        new Change(
            Change.Kind.POLICY,
            "intent.pay.v1",
            Optional.of(Change.State.of("pay.v1@1", new dev.assent.contract.value.Json("{}"))),
            Optional.of(
                Change.State.of("pay.v1@2", new dev.assent.contract.value.Json("{\"a\":1}"))),
            "faster");
    AuditRecord decided = entry("alice", "approved", "", Optional.empty()).record();
    AuditEntry entry =
        new AuditEntry(
            AuditRecord.of(
                change,
                decided.commandId(),
                decided.at(),
                decided.who(),
                Door.GATEWAY,
                Optional.of(new Plan.PolicyRef("pay.v1", 2))),
            0,
            7);

    assertThat(printed(AuditFormat.TEXT, false, entry))
        .isEqualTo(
            "2026-01-02T03:04:05Z  acme/prod  CHANGED policy intent.pay.v1 from pay.v1@1 to"
                + " pay.v1@2 by alice through gateway: \"faster\"\n");
    JsonNode json = Json.parse(printed(AuditFormat.JSON, true, entry));
    assertThat(json.path("result").asText()).isEqualTo("changed");
    assertThat(json.path("subject").asText()).isEqualTo("intent.pay.v1");
    assertThat(json.path("before").asText()).isEqualTo("pay.v1@1");
    assertThat(json.path("after_hash").asText()).isEqualTo(Hash.of("{\"a\":1}").hex());
  }

  @Test
  void whatWasOpenAndWhatWasProvedAreToldApart() {
    AuditRecord bound = entry("alice", "approved", "", Optional.empty()).record();
    AuditEntry unbound = new AuditEntry(showing(bound, Optional.of(Shown.NOTHING)), 3, 99);
    AuditEntry early = new AuditEntry(showing(bound, Optional.empty()), 3, 99);

    assertThat(printed(AuditFormat.TEXT, false, unbound))
        .endsWith(
            "DECIDED approved by alice through approvals, step gate v2, policy pay@4, unbound\n");
    assertThat(AuditFormat.fields(unbound))
        .containsEntry("content_hash", Hash.of("content").hex())
        .containsEntry("proof", "nothing")
        .containsEntry("shown_content_hash", "");
    assertThat(AuditFormat.json(unbound).path("shown_content_hash").isNull()).isTrue();
    assertThat(AuditFormat.fields(early)).containsEntry("proof", "");
  }

  @Test
  void anEndWithoutAnAnswerIsNoDecision() {
    AuditRecord decided = entry("ops", "", "no longer", Optional.empty()).record();
    AuditRecord ended =
        new AuditRecord(
            decided.commandId(),
            decided.at(),
            decided.intent(),
            decided.workspace(),
            AuditRecord.What.WITHDRAWN,
            decided.step(),
            decided.taskVersion(),
            decided.content(),
            Optional.empty(),
            decided.seq(),
            decided.who(),
            Door.GATEWAY,
            "",
            decided.comment(),
            Optional.empty(),
            decided.policy(),
            "canceled",
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(printed(AuditFormat.TEXT, false, new AuditEntry(ended, 3, 99)))
        .endsWith(
            "WITHDRAWN canceled by ops through gateway, step gate v2, policy pay@4: \"no"
                + " longer\"\n");
  }

  private static AuditRecord showing(AuditRecord record, Optional<Shown> shown) {
    return new AuditRecord(
        record.commandId(),
        record.at(),
        record.intent(),
        record.workspace(),
        record.what(),
        record.step(),
        record.taskVersion(),
        record.content(),
        shown,
        record.seq(),
        record.who(),
        record.door(),
        record.outcome(),
        record.comment(),
        record.onBehalfOf(),
        record.policy(),
        record.cause(),
        record.refused(),
        record.change(),
        Optional.empty());
  }

  @Test
  void jsonIsOneArrayWithARecordALine() throws Exception {
    String two =
        printed(
            AuditFormat.JSON,
            false,
            entry("alice", "approved", "", Optional.empty()),
            entry("bob", "rejected", "", Optional.of(LATE)));

    assertThat(Json.parse(two)).hasSize(2);
    assertThat(two.lines()).hasSize(2);
    assertThat(Json.parse(two).get(0).path("seq").isNumber()).isTrue();
    assertThat(Json.parse(two).get(1).path("seq").isNull()).isTrue();
    assertThat(Json.parse(two).get(1).path("refusal_code").asText()).isEqualTo("already_decided");
    assertThat(printed(AuditFormat.JSON, false)).isEqualTo("[]\n");
  }

  @Test
  void endlessJsonIsARecordALine() throws Exception {
    String one = printed(AuditFormat.JSON, true, entry("alice", "approved", "", Optional.empty()));

    assertThat(one.lines()).hasSize(1);
    assertThat(Json.parse(one).path("who").asText()).isEqualTo("alice");
  }

  @Test
  void csvHasAHeaderEvenWhenThereIsNothingElse() {
    assertThat(printed(AuditFormat.CSV, false).lines()).hasSize(1);
    assertThat(AuditFormat.fields(entry("alice", "approved", "", Optional.empty())).keySet())
        .containsExactlyElementsOf(AuditFormat.COLUMNS);
  }

  @Test
  void csvQuotesAndDisarmsWhatPeopleWrote() {
    String row =
        printed(
            AuditFormat.CSV,
            false,
            entry("alice", "approved", "=HYPERLINK(\"http://x\",1)", Optional.empty()));

    assertThat(row).contains(",\"'=HYPERLINK(\"\"http://x\"\",1)\",");
  }

  @Test
  void cellsAreQuotedOnlyWhereNeeded() {
    assertThat(Csv.row(List.of("a", "b,c", "d\"e", "f\ng", "+1", "-1", "@x", "", "a=b")))
        .isEqualTo("a,\"b,c\",\"d\"\"e\",\"f\ng\",'+1,'-1,'@x,,a=b");
  }
}
