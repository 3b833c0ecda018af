package dev.assent.lifecycle.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Json;
import dev.assent.lifecycle.domain.FormRules.Checked;
import dev.assent.lifecycle.domain.FormRules.Invalid;
import dev.assent.lifecycle.domain.FormRules.Valid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemaFormsTest {
  private static final String RELEASE =
      """
      {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
       "required":["approved","risk"],
       "properties":{
         "approved":{"type":"boolean"},
         "risk":{"$ref":"#/$defs/risk"},
         "budget":{"type":["number","null"]},
         "note":{"type":"string","pattern":"^[a-z ]*$"},
         "tags":{"type":"array","items":{"type":"integer"}},
         "window":{"type":"object","properties":{"hours":{"type":"integer"}}}},
       "additionalProperties":false,
       "$defs":{"risk":{"type":"integer","minimum":1,"maximum":5}}}
      """;

  private final JsonSchemaForms forms = new JsonSchemaForms();

  @Test
  void whatTheDataSaysOfTheAnswerIsRead() {
    JsonSchemaForms forms = new JsonSchemaForms();
    assertThat(forms.said(new Json("{\"approved\":true}"))).contains(true);
    assertThat(forms.said(new Json("{\"acknowledged\":\"false\"}"))).contains(false);
    assertThat(forms.said(new Json("{\"acknowledged\":true,\"approved\":false}"))).contains(false);
    assertThat(forms.said(new Json("{\"a\":{\"approved\":false},\"note\":\"approved\"}")))
        .isEmpty();
    assertThat(forms.said(new Json("{\"approved\":3}"))).isEmpty();
  }

  @Test
  void dataThatSatisfiesTheForm_isValid() {
    assertThat(check(RELEASE, "{\"approved\":true,\"risk\":2,\"note\":\"all well\"}"))
        .isEqualTo(valid("{\"approved\":true,\"note\":\"all well\",\"risk\":2}"));
  }

  @Test
  void text_isReadAsTheBooleanOrNumberThatTheFormWants_alsoBehindReferencesAndInside() {
    assertThat(
            check(
                RELEASE,
                """
                {"approved":"true","risk":"2","budget":"12.50","note":"seven",
                 "tags":["1","2"],"window":{"hours":"8"}}
                """))
        .isEqualTo(
            valid(
                "{\"approved\":true,\"budget\":12.5,\"note\":\"seven\",\"risk\":2,"
                    + "\"tags\":[1,2],\"window\":{\"hours\":8}}"));
  }

  @Test
  void textThatTheFormWants_staysText() {
    String form = "{\"properties\":{\"id\":{\"type\":\"string\"},\"any\":{}}}";

    assertThat(check(form, "{\"id\":\"007\",\"any\":\"1\"}"))
        .isEqualTo(valid("{\"any\":\"1\",\"id\":\"007\"}"));
  }

  @Test
  void aRequiredApproved_thatTheClientLeftOut_isWhatTheOutcomeSays() {
    assertThat(forms.check(new Json(RELEASE), new Json("{\"risk\":1}"), true))
        .isEqualTo(valid("{\"approved\":true,\"risk\":1}"));
    assertThat(forms.check(new Json(RELEASE), new Json("{\"risk\":1}"), false))
        .isEqualTo(valid("{\"approved\":false,\"risk\":1}"));
    assertThat(
            forms.check(
                new Json(
                    "{\"required\":[\"acknowledged\"],"
                        + "\"properties\":{\"acknowledged\":{\"type\":\"boolean\"}}}"),
                Json.EMPTY,
                true))
        .isEqualTo(valid("{\"acknowledged\":true}"));
  }

  @Test
  void everyFault_isALineThatSaysWhere() {
    Checked checked = check(RELEASE, "{\"risk\":9,\"note\":\"UPPER\",\"other\":1}");

    assertThat(((Invalid) checked).errors())
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).startsWith("expected ").contains(", but "))
        .anySatisfy(line -> assertThat(line).contains("/risk"))
        .anySatisfy(line -> assertThat(line).contains("/note"))
        .anySatisfy(line -> assertThat(line).contains("other"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "\"text\"",
        "{\"type\":\"strnig\"}",
        "{\"type\":5}",
        "{\"minimum\":\"many\"}",
        "{\"pattern\":\"(unclosed\"}",
        "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/missing\"}}}",
        "{\"$ref\":\"https://example.com/form.json\"}",
        "{\"$ref\":\"file:///etc/passwd\"}",
        "{\"$ref\":\"classpath:logback.xml\"}",
        "{\"$ref\":\"#\"}",
        "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"properties\":{\"x\":{\"$ref\":\"#/$defs/a\"}}}}}",
        "{\"$dynamicRef\":\"#node\"}",
        "{\"$schema\":\"http://json-schema.org/draft-04/schema#\"}",
        "{not json",
      })
  void aBrokenOrUnsafeForm_isSaidToBeBroken_whateverTheData(String form) {
    Checked checked = check(form, "{\"approved\":true}");

    assertThat(((Invalid) checked).errors())
        .singleElement()
        .asString()
        .startsWith("expected the task's form to be a JSON Schema (2020-12), but ");
  }

  @Test
  void aFormThatNobodyCanFillIn_isRefusedWhenItIsAsked() {
    assertThat(forms.problem(new Json("{\"type\":\"objekt\"}")).orElseThrow())
        .startsWith("in 'type' it ");
    assertThat(forms.problem(new Json(RELEASE))).isEmpty();
  }

  @Test
  void aFormThatAsksForExponentialWork_isRefused() {
    StringBuilder defs = new StringBuilder("\"d40\":{\"type\":\"object\"}");
    for (int i = 0; i < 40; i++) {
      String next = "{\"$ref\":\"#/$defs/d" + (i + 1) + "\"}";
      defs.append(",\"d" + i + "\":{\"allOf\":[" + next + "," + next + "]}");
    }

    Checked checked = check("{\"$ref\":\"#/$defs/d0\",\"$defs\":{" + defs + "}}", "{}");

    assertThat(((Invalid) checked).errors().getFirst()).contains("more than 10000 rules");
  }

  @Test
  void aPatternThatBacktracksWithoutEnd_isCutShort() {
    String form = "{\"properties\":{\"x\":{\"type\":\"string\",\"pattern\":\".*.*.*.*.*b\"}}}";

    Checked checked = check(form, "{\"x\":\"" + "a".repeat(500) + "\"}");

    assertThat(((Invalid) checked).errors().getFirst()).contains("takes too long");
  }

  @Test
  void twoFormsWithTheSameId_areTwoForms() {
    String one = "{\"$id\":\"https://example.com/f\",\"required\":[\"a\"]}";
    String two = "{\"$id\":\"https://example.com/f\",\"required\":[\"b\"]}";

    assertThat(check(one, "{\"a\":1}")).isInstanceOf(Valid.class);
    assertThat(check(two, "{\"b\":1}")).isInstanceOf(Valid.class);
    assertThat(check(two, "{\"a\":1}")).isInstanceOf(Invalid.class);
  }

  @Test
  void aFormOfTrueOrNothing_takesAnything() {
    assertThat(check("true", "{\"a\":\"1\"}")).isEqualTo(valid("{\"a\":\"1\"}"));
    assertThat(check("{}", "{\"a\":\"1\"}")).isEqualTo(valid("{\"a\":\"1\"}"));
  }

  private Checked check(String form, String data) {
    return forms.check(new Json(form), new Json(data), true);
  }

  private static Valid valid(String data) {
    return new Valid(new Json(data));
  }
}
