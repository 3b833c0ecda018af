package dev.assent.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.contract.value.VisibleText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/// Asks whoever sits there.
final class PersonAtTheTerminal implements Gate {
  private final BufferedReader in;
  private final PrintWriter out;
  private final Story story;

  PersonAtTheTerminal(BufferedReader in, PrintWriter out, Story story) {
    this.in = in;
    this.out = out;
    this.story = story;
  }

  @Override
  public Answer decide(JsonNode task) {
    show(task);
    story.ask("Approve it? [y/n] ");
    while (true) {
      switch (line()) {
        case "y", "yes", "approve" -> {
          return answer(true, "approved in the demo");
        }
        case "n", "no", "reject" -> {
          return answer(false, "rejected in the demo");
        }
        default -> story.ask("Please answer y (approve) or n (reject): ");
      }
    }
  }

  private Answer answer(boolean approved, String comment) {
    story.answered();
    return new Answer(approved, comment, true);
  }

  private void show(JsonNode task) {
    JsonNode human = task.path("task").path("human_task");
    out.println();
    out.println("You are the SRE on call. " + VisibleText.line(human.path("title").asText()));
    out.println(VisibleText.of(human.path("description").asText()));
    for (Map.Entry<String, JsonNode> field : task.path("content").path("payload").properties()) {
      out.printf(
          "  %-20s %s%n",
          VisibleText.line(field.getKey()), VisibleText.of(field.getValue().asText()));
    }
    for (Map.Entry<String, JsonNode> step : task.path("content").path("results").properties()) {
      out.printf(
          "  %-20s %s%n",
          VisibleText.line(step.getKey()),
          VisibleText.of(step.getValue().path("summary").asText()));
    }
    out.println();
  }

  /// The end of the input says no: nothing is approved by silence.
  private String line() {
    try {
      String line = in.readLine();
      return line == null ? "n" : line.strip().toLowerCase(Locale.ROOT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
