package dev.assent.platform.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Command.Report.Kind;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.wire.json.CanonicalJson;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportRequestTest {
  private static ObjectNode json(String text) {
    return (ObjectNode) CanonicalJson.parse(text);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"outcome\":\"success\",\"result\":{}}', COMPLETE",
    "'{\"action\":\"complete\"}', COMPLETE",
    "'{\"action\":\"ack\"}', ACKNOWLEDGE",
    "'{\"action\":\"acknowledge\"}', ACKNOWLEDGE",
    "'{\"action\":\"progress\"}', PROGRESS",
    "'{\"action\":\"fail\",\"reason\":\"x\"}', FAIL"
  })
  void aBodySaysWhatItReports(String body, Kind kind) {
    assertThat(ReportRequest.kind(json(body))).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"action\":\"failed\",\"error\":\"x\"}",
        "{\"action\":\"reject\"}",
        "{\"action\":\"heartbeat\"}",
        "{\"action\":\"Complete\"}",
        "{\"status\":\"FAILED\",\"error\":\"db down\"}",
        "{\"status\":\"captured\"}",
        "{\"outcome\":\"approved\"}",
        "{\"outcome\":{\"of\":\"success\"}}",
        "{\"state\":\"aborted\"}",
        "{\"error\":\"it broke\"}",
        "{\"errors\":[\"it broke\"]}",
        "{\"success\":false}",
        "{\"ok\":\"no\"}",
        "{\"failed\":true}",
        "{\"reason\":\"no disk\"}"
      })
  void aBodyThatDoesNotSaySoInKnownWords_completesNothing(String body) {
    assertThatThrownBy(() -> ReportRequest.kind(json(body)))
        .isInstanceOf(Fields.WrongException.class)
        .hasMessageContaining("[ack, acknowledge, complete, fail, progress] in 'action'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"validation\":\"passed\",\"checks\":{}}",
        "{\"outcome\":\"success\",\"result\":{\"n\":1}}",
        "{\"status\":\"Completed\"}",
        "{\"action\":\"\",\"n\":1,\"error\":null,\"errors\":[],\"failed\":false,\"ok\":true}",
        "{\"action\":\"complete\",\"status\":\"captured\",\"error\":\"none\"}"
      })
  void aBareResultAsReadmesSendIt_isAResult(String body) {
    assertThat(ReportRequest.kind(json(body))).isEqualTo(Kind.COMPLETE);
  }

  @Test
  void aReportWhoseBodySaysSomethingElseThanItsKind_isRefused() {
    assertThatThrownBy(() -> ReportRequest.report(Kind.COMPLETE, json("{\"action\":\"fail\"}")))
        .hasMessage("expected 'complete' or nothing in 'action', but got 'fail'");
    assertThatThrownBy(() -> ReportRequest.report(Kind.FAIL, json("{\"action\":\"failed\"}")))
        .hasMessageContaining("got 'failed'");
    assertThat(ReportRequest.report(Kind.ACKNOWLEDGE, json("{\"action\":\"ack\"}")).kind())
        .isEqualTo(Kind.ACKNOWLEDGE);
    assertThat(ReportRequest.report(Kind.FAIL, json("{\"status\":\"FAILED\"}")).kind())
        .isEqualTo(Kind.FAIL);
  }

  @Test
  void whatIsSaidBesideTheBody_isPartOfTheReport() {
    String all = "{\"action\":\"fail\",\"reason\":\"no disk\"}";
    Hash whole = Hash.of(new Json(all));

    assertThat(ReportRequest.same(Kind.FAIL, json(all), "")).isEqualTo(whole);
    assertThat(ReportRequest.same(Kind.FAIL, json("{}"), "no disk")).isEqualTo(whole);
    for (Hash other :
        List.of(
            ReportRequest.same(Kind.FAIL, json("{}"), "no"),
            ReportRequest.same(Kind.COMPLETE, json("{}"), "no disk"),
            ReportRequest.same(Kind.FAIL, json("{\"x\":1}"), "no disk"))) {
      assertThat(other).isNotEqualTo(whole);
    }
  }
}
