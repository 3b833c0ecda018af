package dev.assent.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonAtTheTerminalTest {
  private static final String TASK =
      """
      {"task": {"human_task": {"title": "SRE Approval", "description": "Review the change."}},
       "content": {"payload": {"target": "prod-postgres-main"},
                   "results": {"validate_change": {"summary": "valid"}}}}
      """;

  @ParameterizedTest
  @CsvSource({"y, true", "YES, true", "n, false", "reject, false"})
  void yesApprovesAndNoRejects(String typed, boolean approved) throws IOException {
    assertThat(answer(typed + "\n", new StringWriter()).approved()).isEqualTo(approved);
  }

  @Test
  void whatIsToBeDecidedIsShownFirst() throws IOException {
    StringWriter shown = new StringWriter();

    answer("y\n", shown);

    assertThat(shown.toString())
        .contains("SRE Approval", "Review the change.", "prod-postgres-main", "valid")
        .containsSubsequence("valid", "Approve it?");
  }

  @Test
  void somethingElseIsAskedAgain() throws IOException {
    StringWriter shown = new StringWriter();

    assertThat(answer("perhaps\ny\n", shown).approved()).isTrue();
    assertThat(shown.toString()).contains("Please answer");
  }

  @Test
  void theEndOfTheInputApprovesNothing() throws IOException {
    assertThat(answer("", new StringWriter()).approved()).isFalse();
  }

  @Test
  void whatHappensMeanwhileLeavesTheQuestionWhereItIs() throws IOException {
    StringWriter shown = new StringWriter();
    Story story = new Story(new PrintWriter(shown, true));
    Reader typed =
        new StringReader("y\n") {
          @Override
          public int read(char[] into, int from, int most) throws IOException {
            if (!shown.toString().contains("meanwhile")) {
              story.tell("assent", "reminds again");
              assertThat(shown.toString()).endsWith("\rApprove it? [y/n] (meanwhile: 1) ");
            }
            return super.read(into, from, most);
          }
        };

    new PersonAtTheTerminal(new BufferedReader(typed), new PrintWriter(shown, true), story)
        .decide(new ObjectMapper().readTree(TASK));
    story.tell("approver", "approves");

    assertThat(shown.toString())
        .containsSubsequence("(meanwhile: 1) ", "reminds again", "approver", "approves");
  }

  private static Gate.Answer answer(String typed, StringWriter shown) throws IOException {
    JsonNode task = new ObjectMapper().readTree(TASK);
    PrintWriter out = new PrintWriter(shown, true);
    return new PersonAtTheTerminal(new BufferedReader(new StringReader(typed)), out, new Story(out))
        .decide(task);
  }
}
