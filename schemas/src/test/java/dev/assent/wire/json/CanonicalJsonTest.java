package dev.assent.wire.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.JsonNumbers;
import dev.assent.contract.value.Limits;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
  @Test
  void theRfcsOwnExample_isWrittenAsTheRfcWritesIt() {
    String text =
        """
        {
          "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
          "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
          "literals": [null, true, false]
        }
        """;

    assertThat(CanonicalJson.canonical(text))
        .hasToString(
            "{\"literals\":[null,true,false],"
                + "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  @Test
  void names_areSortedByUtf16CodeUnits_asInTheRfcsExample() {
    String text =
        """
        {"\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\ufb33": "Hebrew Letter",
         "1": "One", "\\ud83d\\ude00": "Emoji", "\\u0080": "Control", "\\u00f6": "o"}
        """;

    assertThat(CanonicalJson.canonical(text).text())
        .isEqualTo(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"o\","
                + "\"€\":\"Euro Sign\",\"\ud83d\ude00\":\"Emoji\",\"\ufb33\":\"Hebrew Letter\"}");
  }

  /// RFC 8785, appendix B.
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "ffefffffffffffff, -1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "41b3de4355555555, 333333333.3333333",
    "41b3de4355555556, 333333333.3333334",
    "41b3de4355555557, 333333333.33333343",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2"
  })
  void everyDoubleOfTheRfcsTable_isWrittenAsThere_andReadBackTheSame(String bits, String text) {
    double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));

    assertThat(CanonicalJson.of(DoubleNode.valueOf(value))).hasToString(text);
    assertThat(CanonicalJson.canonical(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "12345678901234567890, 12345678901234567890",
    "9007199254740993, 9007199254740993",
    "-9007199254740993.0, -9007199254740993",
    "9007199254740.993, 9007199254740.993",
    "0.12345678901234567890123, 0.12345678901234567890123",
    "-0.000000012345678901234567890123, -1.2345678901234567890123e-8",
    "12345678901234567890123, 1.2345678901234567890123e+22",
    "1e400, 1e+400",
    "10E399, 1e+400",
    "-25e-400, -2.5e-399",
    "1e-400, 1e-400"
  })
  void aNumberADoubleCannotCarry_keepsItsDigits(String text, String canonical) {
    assertThat(CanonicalJson.canonical(text)).hasToString(canonical);
    assertThat(CanonicalJson.canonical(canonical)).hasToString(canonical);
  }

  @Test
  void everyDouble_ofWhateverSize_isWrittenInItsFewestDigits_andIsReadBackAsItself() {
    Random random = new Random(8785);
    for (int exponent = -324; exponent <= 308; exponent++) {
      assertFewest(Double.parseDouble("1e" + exponent));
      assertFewest(Double.parseDouble("-7e" + exponent));
    }
    for (int i = 0; i < 20_000; i++) {
      long bits = random.nextLong();
      assertFewest(Double.longBitsToDouble(i % 2 == 0 ? bits : bits & 0x800fffffffffffffL));
    }
  }

  private static void assertFewest(double number) {
    if (!Double.isFinite(number)) {
      return;
    }
    String text = CanonicalJson.of(DoubleNode.valueOf(number)).text();
    assertThat(Double.parseDouble(text)).as(text).isEqualTo(number == 0 ? 0.0 : number);
    int digits = new BigDecimal(text).stripTrailingZeros().precision();
    if (digits > 1) {
      BigDecimal fewer = new BigDecimal(number).round(new MathContext(digits - 1));
      assertThat(fewer.doubleValue()).as(text + " or " + fewer).isNotEqualTo(number);
    }
    assertThat(CanonicalJson.canonical(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e99999999",
        "{\"a\":[-1E+1000]}",
        "1e-1000",
        "0e2000",
        "1e2147483648",
        "0.1e-999",
        "12e999",
        "[\"a\\\"\",1e12345]"
      })
  void aNumberThatNobodyCanWorkWith_isRefused_fromOutsideOnly(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalJson.parse(text))
        .withMessageStartingWith("expected ");
  }

  @Test
  void numbers_haveUpTo400Digits_andExponentsUpTo999() {
    for (String in :
        List.of(
            "1e999",
            "-1e-999",
            "0.1e1000",
            "9".repeat(400),
            "0." + "0".repeat(300) + "9".repeat(400),
            "0e999",
            "\"1e9999999\"",
            "{\"1e9999999\":0}")) {
      Json canonical = CanonicalJson.canonical(in);
      assertThat(CanonicalJson.canonical(canonical.text())).isEqualTo(canonical);
      assertThat(JsonNumbers.problem(canonical.text())).isEmpty();
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalJson.parse("[" + "9".repeat(401) + "]"))
        .withMessage(
            "expected numbers of at most 400 digits, from 1e-999 to 1e+999, but one has 401"
                + " digits");
  }

  @Test
  void whatAnEarlierReleaseTook_canStillBeShown() {
    Json kept = new Json("{\"a\":1e+99999999,\"b\":-1e-99999999}");

    assertThat(CanonicalJson.of(CanonicalJson.parse(kept))).isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource({"-0, 0", "-0.0, 0", "1.0, 1", "100e-2, 1", "1e2, 100", "0.1, 0.1", "1E-7, 1e-7"})
  void equalNumbers_areWrittenEqually(String text, String canonical) {
    assertThat(CanonicalJson.canonical(text)).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "NaN",
        "[Infinity]",
        "{} {}",
        "{}x",
        "{'a':1}",
        "[1,]",
        "[01]",
        "{\"a\":",
        "\"\u0001\"",
        "nul",
        "// note\n1"
      })
  void whatIsNotJson_isRefused_sayingWhere(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalJson.parse(text))
        .withMessageStartingWith("expected JSON, but at line ")
        .withMessageContaining("column");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n"})
  void anEmptyText_isRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalJson.parse(text))
        .withMessage("expected JSON, but the text is empty");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e99999999999",
        "-1e-99999999999",
        "1e2147483647",
        "10e2147483647",
        "1e-2147483648"
      })
  void anExponentBeyondAllBounds_isRefusedOrKept_butBreaksNothing(String text) {
    try {
      assertThat(CanonicalJson.canonical(text).text()).contains("e");
    } catch (IllegalArgumentException expected) {
      assertThat(expected).hasMessageContaining("expected");
    }
  }

  @Test
  void half_aSurrogatePair_isRefused_inValuesAndInNames() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalJson.of(TextNode.valueOf("a\ud83d")))
        .withMessageContaining("half a surrogate pair at index 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalJson.canonical("{\"\\ude00\":1}"));
  }

  @Test
  void whatNoJsonTextCanSay_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalJson.of(DoubleNode.valueOf(Double.NaN)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalJson.of(MissingNode.getInstance()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalJson.of(JsonNodeFactory.instance.pojoNode(new Object())));
  }

  @Test
  void nesting_isBounded() {
    int max = Limits.JSON_DEPTH_MAX;
    String atTheBound = "[".repeat(max) + "]".repeat(max);

    assertThat(CanonicalJson.canonical(atTheBound)).hasToString(atTheBound);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalJson.parse("[" + atTheBound + "]"))
        .withMessageContaining("expected JSON nested at most 200 deep");
  }

  @Test
  void aNumberOfTooManyDigits_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalJson.parse("1".repeat(1_001)))
        .withMessageContaining("at most 1000 digits");
  }

  @Test
  void spaceAndOrder_changeNothing() {
    assertThat(CanonicalJson.canonical(" { \"b\" : [ 1 , 2 ] , \"a\" : { } } "))
        .isEqualTo(new Json("{\"a\":{},\"b\":[1,2]}"));
  }
}
