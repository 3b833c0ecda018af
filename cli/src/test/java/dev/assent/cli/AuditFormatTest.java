package dev.assent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.contract.AuditRecord;
import dev.assent.contract.Change;
import dev.assent.contract.CommandId;
import dev.assent.contract.Door;
import dev.assent.contract.Hash;
import dev.assent.contract.IntentId;
import dev.assent.contract.Plan;
import dev.assent.contract.Principal;
import dev.assent.contract.Rejection;
import dev.assent.contract.Scope;
import dev.assent.contract.StepId;
import dev.assent.contract.Workspace;
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
            Optional.of(new StepId("gate")),
            refused.isPresent() ? Optional.empty() : Optional.of(7),
            principal,
            Door.APPROVALS,
            Optional.of(2),
            Optional.of(Hash.of("content")),
            outcome,
            comment,
            Optional.empty(),
            Optional.of(new Plan.PolicyRef("pay", 4)),
            refused,
            Optional.empty());
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
                + "  DECIDED approved by alice through approvals, step gate v2: \"a b\"\n");
    assertThat(printed(AuditFormat.TEXT, false, entry("alice", "approved", "", Optional.of(LATE))))
        .endsWith(
            "REFUSED approved by alice through approvals, step gate v2 (expected an open task, but"
                + " bob won)\n");
  }

  @Test
  void aChangedPolicyIsOneLineWithWhatItWasAndIs() throws Exception {
    Change change =
        new Change(
            Change.Kind.POLICY,
            "intent.pay.v1",
            Optional.of(Change.State.of("pay.v1@1", new dev.assent.contract.Json("{}"))),
            Optional.of(Change.State.of("pay.v1@2", new dev.assent.contract.Json("{\"a\":1}"))),
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
