package dev.assent.lifecycle.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.assent.contract.value.Json;
import dev.assent.lifecycle.domain.FormRules.Checked;
import dev.assent.lifecycle.domain.FormRules.Invalid;
import dev.assent.lifecycle.domain.FormRules.Valid;
import java.util.Collections;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
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

    assertThat(((Invalid) checked).errors().getFirst()).contains("take too long to match");
  }

  /// An approver's answer to an ordinary form; each is ten to a hundred bytes long.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'enum':[1,2,3]} | 1e99999999",
        "{'enum':['low','high']} | 1e2000000000",
        "{'const':7} | 1e99999999",
        "{'multipleOf':0.01} | 1e100000000",
        "{'multipleOf':7} | 1e-100000000",
        "{'type':'integer','maximum':10} | 1e400",
        "{'type':'integer','maximum':10} | 11.0",
        "{'type':['integer','number'],'maximum':10} | 10.5",
        "{'type':'integer','minimum':-10} | -1e400",
        "{'type':'integer','exclusiveMaximum':10} | 1e1",
        "{'type':'integer','exclusiveMinimum':10} | 1e1",
        "{'type':'number','minimum':1} | 1e-999",
        "{'type':'integer','multipleOf':2} | 9007199254740993",
        "{'uniqueItems':true} | [1,1.0]",
        "{'uniqueItems':true} | [{'a':100},{'a':1e2}]",
        "{'enum':[{'a':1}]} | {'a':2}",
      })
  void aNumberBeyondTheForm_isInvalid_howeverItIsWritten(String rule, String value) {
    String form = "{\"properties\":{\"a\":" + rule.replace('\'', '"') + "}}";

    Checked checked = check(form, "{\"a\":" + value.replace('\'', '"') + "}");

    assertThat(checked).isInstanceOf(Invalid.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'enum':[1,2,3]} | 2.0",
        "{'enum':[{'a':1.50}]} | {'a':15e-1}",
        "{'const':1e2} | 100",
        "{'multipleOf':0.01} | 0.07",
        "{'multipleOf':0.01} | 12345678901234567890.12",
        "{'type':'integer','maximum':10} | 1e1",
        "{'type':'integer','minimum':-10} | -10.0",
        "{'type':'number','maximum':1e999} | 1e998",
        "{'uniqueItems':true} | [1,'1',true,[1],{'a':1}]",
        "{'uniqueItems':false} | [1,1]",
        "{'maximum':1} | ['a text']",
      })
  void aNumberWithinTheForm_isValid_howeverItIsWritten(String rule, String value) {
    String form = "{\"properties\":{\"a\":" + rule.replace('\'', '"') + "}}";

    assertThat(check(form, "{\"a\":" + value.replace('\'', '"') + "}")).isInstanceOf(Valid.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"enum\":[1e99999999]}",
        "{\"maximum\":1e2147483647}",
        "{\"multipleOf\":1e-999999999}",
        "{\"properties\":{\"a\":{\"const\":-1E+1000}}}",
      })
  void aFormWithNumbersThatNobodyCanWorkWith_isBroken(String form) {
    assertThat(((Invalid) check(form, "{\"a\":1}")).errors())
        .singleElement()
        .asString()
        .contains("expected numbers of at most 400 digits");
  }

  static Stream<Arguments> tooMuch() {
    String wide =
        IntStream.range(0, 400)
            .mapToObj(i -> "\"p" + i + "\":{\"type\":\"string\",\"minLength\":1}")
            .collect(Collectors.joining(",", "{\"required\":[\"x\"],\"properties\":{", "}}"));
    return Stream.of(
        arguments("many rules on many values", items(wide), many(10_000, "{}")),
        arguments("division", items("{\"multipleOf\":1e-999}"), many(20_000, "1e999")),
        arguments(
            "patterns",
            items("{\"pattern\":\".*.*.*b\"}"),
            many(1_000, "\"" + "a".repeat(90) + "\"")),
        arguments(
            "formats", items("{\"format\":\"email\"}"), many(10_000, "\"" + "a".repeat(60) + "\"")),
        arguments(
            "names",
            items("{\"propertyNames\":{\"pattern\":\"(a*)*b\"}}"),
            many(1_000, "{\"" + "a".repeat(40) + "\":1}")),
        arguments(
            "unevaluated",
            items("{\"allOf\":[" + wide + "],\"unevaluatedProperties\":false}"),
            many(10_000, "{\"x\":1}")),
        arguments(
            "uniqueness inside uniqueness",
            "{\"properties\":{\"a\":"
                + nested(100, "{\"uniqueItems\":true,\"items\":", "}", "{}")
                + "}}",
            "{\"a\":"
                + nested(
                    100,
                    "[",
                    "]",
                    IntStream.range(0, 20_000)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(",")))
                + "}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tooMuch")
  void whatAsksForTooMuchWork_isInvalid_whateverTheMachine(String what, String form, String data) {
    assertThat(data.length()).isLessThan(700_000);
    assertThat(((Invalid) check(form, data)).errors())
        .singleElement()
        .asString()
        .containsAnyOf("too much work", "take too long to match");
  }

  @Test
  void aLongListOfValues_isLookedUp_andToldShortened() {
    String numbers =
        IntStream.range(1, 1_999)
            .mapToObj(i -> "1e" + (i - 1_000))
            .collect(Collectors.joining(","));

    Checked checked = check(items("{\"enum\":[" + numbers + "]}"), many(30_000, "7"));

    assertThat(((Invalid) checked).errors())
        .hasSize(20)
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(400));
  }

  @Test
  void aLargeOrdinaryTable_isNotTooMuch() {
    String row =
        "{\"type\":\"object\",\"required\":[\"name\",\"amount\",\"mail\"],\"additionalProperties\":false,\"properties\":{\"name\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":50,\"pattern\":\"^[a-z"
            + " ]+$\"},\"amount\":{\"type\":\"number\",\"minimum\":0,\"multipleOf\":0.01},"
            + "\"mail\":{\"type\":\"string\",\"format\":\"email\"},\"risk\":{\"enum\":[\"low\",\"high\"]}}}";

    assertThat(
            check(
                items(row),
                many(
                    1_000,
                    "{\"name\":\"ada"
                        + " lovelace\",\"amount\":12.34,\"mail\":\"ada@example.com\",\"risk\":\"low\"}")))
        .isInstanceOf(Valid.class);
  }

  @Test
  void aFormThatIsDeeperThanAnyReader_isBroken() {
    StringBuilder defs = new StringBuilder("\"d900\":{\"type\":\"object\"}");
    for (int i = 0; i < 900; i++) {
      defs.append(",\"d" + i + "\":{\"not\":{\"$ref\":\"#/$defs/d" + (i + 1) + "\"}}");
    }

    Checked checked = check("{\"$ref\":\"#/$defs/d0\",\"$defs\":{" + defs + "}}", "{}");

    assertThat(((Invalid) checked).errors().getFirst()).contains("more than 400 deep");
  }

  @Test
  void whateverFormAndAnswerThereAre_aCheckEnds_andIsTheSameAgain() {
    Random random = new Random(14);
    for (int i = 0; i < 2_000; i++) {
      String form = RandomForms.form(random);
      String data = RandomForms.data(random);

      Checked first = check(form, data);

      assertThat(new JsonSchemaForms().check(new Json(form), new Json(data), true))
          .as(form + " of " + data)
          .isEqualTo(first);
    }
  }

  private static String items(String schema) {
    return "{\"properties\":{\"a\":{\"items\":" + schema + "}}}";
  }

  private static String many(int count, String value) {
    return "{\"a\":[" + String.join(",", Collections.nCopies(count, value)) + "]}";
  }

  private static String nested(int depth, String open, String close, String core) {
    return open.repeat(depth) + core + close.repeat(depth);
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
