package dev.assent.gateway.payloads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.wire.json.CanonicalJson;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatibilityTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'object'}                     | {'type':'object'}",
        "{'type':'string'}                     | {}",
        "{'type':'integer'}                    | {'type':'number'}",
        "{'type':'string'}                     | {'type':['string','null']}",
        "{'enum':['a']}                        | {'enum':['a','b']}",
        "{'const':'a'}                         | {'enum':['a','b']}",
        "{'required':['a','b']}                | {'required':['b']}",
        "{'minLength':3}                       | {'minLength':2}",
        "{'maximum':3}                         | {'maximum':3.5}",
        "{'pattern':'x'}                       | {'title':'now with a title'}",
        "{'properties':{'a':{'type':'string'}}}| {'properties':{'a':{}}}",
        "{'properties':{'a':{}}}               | {}",
        "{'properties':{}}                     | {'properties':{'new':{'type':'string'}}}",
        "{'additionalProperties':false}        | {'additionalProperties':true}",
        "{'items':{'type':'integer'}}          | {'items':{'type':'number'}}",
        "{'$ref':'#/x','$defs':{'x':{}}}       | {'$ref':'#/x','$defs':{'x':{}},'title':'t'}",
        "{'items':false}                       | {'items':{'type':'string'}}"
      })
  void takesAtLeastAsMuch(String old, String now) {
    assertThat(problems(old, now)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                    | {'type':'string'}",
        "{'type':'number'}                     | {'type':'integer'}",
        "{'enum':['a','b']}                    | {'enum':['a']}",
        "{'type':'string'}                     | {'type':'string','const':'a'}",
        "{'required':['a']}                    | {'required':['a','b']}",
        "{'minLength':2}                       | {'minLength':3}",
        "{}                                    | {'maximum':3}",
        "{}                                    | {'pattern':'x'}",
        "{'pattern':'x'}                       | {'pattern':'y'}",
        "{'properties':{'a':{'type':'string'}}}| {'properties':{'a':{'type':'object'}}}",
        "{'properties':{'a':{}}}               | {'additionalProperties':false}",
        "{'additionalProperties':true}         | {'additionalProperties':false}",
        "{'items':{'type':'number'}}           | {'items':{'type':'string'}}",
        "{'$ref':'#/x','$defs':{'x':{}}}       | {'$ref':'#/x','$defs':{'x':{'type':'null'}}}",
        "{'patternProperties':{'^x':{}},'additionalProperties':false} |"
            + " {'additionalProperties':false}",
        "{'properties':{'a':{}},'patternProperties':{'^a':{'type':'null'}}} |"
            + " {'patternProperties':{'^a':{'type':'null'}}}",
        "{'unevaluatedProperties':false,'properties':{'a':{}}} |"
            + " {'unevaluatedProperties':false,'properties':{}}",
        "{'type':'string'}                     | false"
      })
  void takesLess(String old, String now) {
    assertThat(problems(old, now)).isNotEmpty().allMatch(problem -> problem.startsWith("$"));
  }

  private static List<String> problems(String old, String now) {
    return Compatibility.problems(
        CanonicalJson.parse(old.replace('\'', '"')), CanonicalJson.parse(now.replace('\'', '"')));
  }
}
