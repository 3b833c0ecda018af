package dev.assent.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// What the clients of a gateway and of an approval-service have in common: any route of theirs,
/// lists of any length, and whether they are ready.
public abstract sealed class ServiceClient implements AutoCloseable
    permits AssentClient, ApprovalsClient {
  /// What every server answers at once.
  private static final int PAGE_MAX = 200;

  private static final String NEXT = "next_cursor";

  final Transport transport;

  ServiceClient(Settings settings) {
    this.transport = new Transport(settings);
  }

  /// Any request, with this client's repetition, deadlines and errors.
  ///
  /// @param request what is asked
  /// @return the answer, a JSON object
  /// @throws AssentException see there
  public JsonNode request(Request request) {
    return transport.call(request, giveUp());
  }

  /// Any list, read on until it ends or is long enough.
  ///
  /// @param request a read; `limit` and `cursor` are set here
  /// @param field the list's field in the answers
  /// @param most how many are enough; 0 is all there are
  /// @return the rows as they came
  /// @throws AssentException see there
  public Listing<JsonNode> list(Request request, String field, int most) {
    return list(request, field, most, row -> row);
  }

  <T> Listing<T> list(Request request, String field, int most, Function<JsonNode, T> row) {
    if (most < 0) {
      throw new IllegalArgumentException("expected at most 0 (all) or more rows, but got " + most);
    }
    int enough = most == 0 ? Integer.MAX_VALUE : most;
    ObjectNode whole = (ObjectNode) page(request, enough);
    JsonNode cursor = whole.path(NEXT);
    if (whole.path(field) instanceof ArrayNode rows) {
      while (rows.size() < enough && cursor.isTextual()) {
        JsonNode next = page(request.with("cursor", cursor.textValue()), enough - rows.size());
        next.path(field).forEach(rows::add);
        cursor = next.path(NEXT);
      }
    }
    whole.remove(NEXT);
    boolean more = cursor.isTextual();
    if (more) {
      whole.set(NEXT, cursor);
    }
    List<T> items = new ArrayList<>();
    whole.path(field).forEach(one -> items.add(row.apply(one)));
    return new Listing<>(items, more, whole);
  }

  private JsonNode page(Request request, int most) {
    return request(request.with("limit", Math.min(most, PAGE_MAX)));
  }

  /// Whether the server is ready. Asked once, without the key, and waited for no longer than for a
  /// connection.
  ///
  /// @return what it says
  /// @throws AssentException.Unavailable when it does not answer
  public Health health() {
    return Health.of(transport.probe("/health/readiness"));
  }

  /// Where the server is.
  ///
  /// @return its address, without a slash at its end
  public String address() {
    return transport.settings().address();
  }

  final Deadline giveUp() {
    return Deadline.after(transport.settings().retryFor());
  }

  /// Ends what is under way: calls on other threads get [AssentException.Stopped].
  @Override
  public void close() {
    transport.close();
  }
}
