package dev.assent.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Command.Report.Kind;
import dev.assent.contract.Hash;
import dev.assent.contract.Json;
import dev.assent.wire.CanonicalJson;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
