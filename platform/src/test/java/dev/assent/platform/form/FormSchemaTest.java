package dev.assent.platform.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.value.Json;
import dev.assent.platform.form.FormSchema.Problem;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A form that somebody can fill in, and the many that nobody can.
class FormSchemaTest {
  private static Optional<Problem> problem(String form) {
    return FormSchema.problem(new Json(form));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'type':'objekt'} | type | enumeration",
        "{'properties':{'a':{'type':'strnig'}}} | properties.a.type | enumeration",
        "{'properties':{'a':{'minimum':'many'}}} | properties.a.minimum | string found, number"
            + " expected",
        "{'properties':{'a':{'pattern':'('}}} | properties.a.pattern | no regular expression",
        "{'patternProperties':{'[':{}}} | patternProperties.[ | no regular expression",
        "{'$schema':'http://json-schema.org/draft-07/schema#','type':'object'} | $schema |"
            + " draft-07",
        "{'$ref':'#/$defs/nope'} | $ref | not a part of the form",
        "{'properties':{'a':{'items':{'$ref':'#/$defs/b'}}},'$defs':{}} | properties.a.items.$ref |"
            + " not a part",
        "{'$ref':'http://127.0.0.1:1/x.json'} | $ref | not a part of the form",
        "{'$ref':'file:///etc/passwd'} | $ref | not a part of the form",
        "{'$ref':'classpath:logback.xml'} | $ref | not a part of the form",
        "{'$ref':'#'} | $ref | refers back to itself",
        "{'properties':{'a':{'$ref':'#/$defs/a'}},'$defs':{'a':{'not':{'$ref':'#/$defs/a'}}}} |"
            + " $defs.a.not.$ref | refers back",
        "{'properties':{'enum':{'$ref':'#/nope'}}} | properties.enum.$ref | not a part",
        "{'allOf':[{},{'$ref':'#/required'}],'required':[]} | allOf.1.$ref | leads to no schema",
        "{'$dynamicRef':'#node'} | $dynamicRef | not known before",
        "{'properties':{'a':{'$id':'b.json','$ref':'#/$defs/c'}},'$defs':{'c':{}}} |"
            + " properties.a.$id | moves",
        "{'properties':{'a':{'enum':[1,1e99999999]}}} | \"\" | 1e99999999",
        "[] | \"\" | array found",
        "'text' | \"\" | string found",
        "{not json | \"\" | cannot be read",
      })
  void aFormThatIsNone_isToldWithItsPath(String form, String path, String found) {
    Problem problem = problem(form.replace('\'', '"')).orElseThrow();

    assertThat(problem.path()).isEqualTo(path);
    assertThat(problem.found()).contains(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'type':'string'} | type | an answer's fields are an object",
        "{'type':['array','null']} | type | an object",
        "false | \"\" | takes nothing",
        "{'required':['a'],'properties':{'a':false}} | properties.a | takes nothing",
        "{'required':['a'],'properties':{'a':{'enum':[]}}} | properties.a.enum | nothing is"
            + " allowed",
        "{'required':['a'],'additionalProperties':false} | required | 'a' is required",
        "{'required':['a'],'properties':{'a':{'$ref':'#/$defs/n'}},'$defs':{'n':{'minimum':9,'maximum':1}}}"
            + " | properties.a.minimum | more than maximum",
        "{'minProperties':2,'maxProperties':1} | minProperties | more than maxProperties",
      })
  void aFormThatContradictsItself_isToldWithItsPath(String form, String path, String found) {
    Problem problem = problem(form.replace('\'', '"')).orElseThrow();

    assertThat(problem.path()).isEqualTo(path);
    assertThat(problem.found()).contains(found);
  }

  /// Those of AXME's documents and examples among them.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "true",
        "{'type':'object','required':['approved'],'properties':{'approved':{'type':'boolean'},'notes':{'type':'string'}}}",
        "{'type':'object','required':['approved','grant_duration_days'],'properties':{'approved':{'type':'boolean','description':'x'},'grant_duration_days':{'type':'integer','minimum':1,'maximum':90}}}",
        "{'$schema':'https://json-schema.org/draft/2020-12/schema','$id':'https://example.com/f','properties':{'a':{'$ref':'#/$defs/r'}},'$defs':{'r':{'type':'integer'}}}",
        "{'properties':{'a':{'pattern':'^[a-z ]*$','format':'email'},'default':{'type':'string'}}}",
        "{'anyOf':[{'required':['a']},{'required':['b']}],'properties':{'c':false,'d':{'enum':[]}}}",
        "{'definitions':{'x':{'type':'string'}},'properties':{'a':{'$ref':'#/definitions/x'},'b':{'$ref':'#/definitions/x'}}}",
        "{'required':['a'],'additionalProperties':false,'patternProperties':{'^a$':{}}}",
      })
  void aFormThatSomebodyCanFillIn_isGood(String form) {
    assertThat(problem(form.replace('\'', '"'))).isEmpty();
  }

  @Test
  void aFormThatAsksForExponentialWork_isRefused_whereverItHidesIt() {
    StringBuilder defs = new StringBuilder("\"d40\":{\"type\":\"object\"}");
    for (int i = 0; i < 40; i++) {
      String next = "{\"$ref\":\"#/$defs/d" + (i + 1) + "\"}";
      defs.append(",\"d" + i + "\":{\"allOf\":[" + next + "," + next + "]}");
    }
    String form = "{\"properties\":{\"const\":{\"$ref\":\"#/$defs/d0\"}},\"$defs\":{" + defs + "}}";

    assertThat(problem(form).orElseThrow().found()).contains("more than 10000 rules");
  }

  @Test
  void aFormIsBoundedInLengthAndDepth() {
    String chain = "\"d300\":{}";
    StringBuilder defs = new StringBuilder(chain);
    for (int i = 0; i < 300; i++) {
      defs.append(",\"d" + i + "\":{\"not\":{\"$ref\":\"#/$defs/d" + (i + 1) + "\"}}");
    }

    assertThat(problem("{\"$ref\":\"#/$defs/d0\",\"$defs\":{" + defs + "}}").orElseThrow().found())
        .contains("deep");
    assertThat(
            problem("{\"title\":\"" + "x".repeat(FormSchema.CHARACTERS_MAX) + "\"}")
                .orElseThrow()
                .found())
        .contains("longer than");
    String nested = "{\"not\":".repeat(150) + "{}" + "}".repeat(150);
    assertThat(problem(nested)).as("as deep as JSON may be").isEmpty();
  }
}
