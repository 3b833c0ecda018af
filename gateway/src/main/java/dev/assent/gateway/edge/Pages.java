package dev.assent.gateway.edge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.gateway.view.Page;
import dev.assent.gateway.view.Position;
import dev.assent.service.edge.Refused;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Lists in parts. AXP's clients read the list alone; who wants more hands `next_cursor` back as
/// `cursor`, until there is none: AXP's schemas know no such field, so it is there only when
/// needed.
public final class Pages {
  private static final String NEXT = "next_cursor";

  private Pages() {}

  /// Where a client goes on; without a cursor at the beginning.
  public static Optional<Position> after(Optional<String> cursor) {
    return cursor.map(String::strip).filter(text -> !text.isEmpty()).map(Pages::place);
  }

  private static Position place(String cursor) {
    try {
      return Position.parse(cursor);
    } catch (IllegalArgumentException _) {
      throw Refused.invalid("a cursor that was answered before", "got '" + cursor + "'");
    }
  }

  public static <T> ObjectNode answer(String name, Page<T> page, BiConsumer<ArrayNode, T> add) {
    ObjectNode answer = Answers.ok();
    answer.set(name, Answers.array(page.items(), add));
    page.next().ifPresent(place -> answer.put(NEXT, place.cursor()));
    return answer;
  }

  /// A part of a list that is in memory as a whole.
  ///
  /// @param id what an item is told by; a cursor is the id of the last one that was shown
  public static <T> ObjectNode answer(
      String name,
      List<T> all,
      Optional<String> cursor,
      int limit,
      Function<T, String> id,
      BiConsumer<ArrayNode, T> add) {
    int begin = cursor.filter(text -> !text.isBlank()).map(text -> begin(all, text, id)).orElse(0);
    int end = Math.min(all.size(), begin + limit);
    ObjectNode answer = Answers.ok();
    answer.set(name, Answers.array(all.subList(begin, end), add));
    return end < all.size() ? answer.put(NEXT, id.apply(all.get(end - 1))) : answer;
  }

  private static <T> int begin(List<T> all, String cursor, Function<T, String> id) {
    for (int i = 0; i < all.size(); i++) {
      if (id.apply(all.get(i)).equals(cursor)) {
        return i + 1;
      }
    }
    throw Refused.invalid("a cursor that was answered before", "got '" + cursor + "'");
  }
}
