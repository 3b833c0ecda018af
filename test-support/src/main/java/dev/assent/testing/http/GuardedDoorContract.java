package dev.assent.testing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every HTTP door does with clients that send a request badly, and that its other clients do
/// not notice. The door under test has the settings below.
public abstract class GuardedDoorContract {
  protected static final String REQUEST_WITHIN = "1s";
  protected static final int CONNECTIONS_MAX = 64;

  private static final int MANY = CONNECTIONS_MAX / 2;
  private static final String CHUNK = "1000\r\n" + "x".repeat(0x1000) + "\r\n";

  protected abstract URI door();

  /// The request line of something that takes a body.
  protected abstract String post();

  /// The header that lets a client in.
  protected abstract String key();

  /// An ordinary request of an ordinary client.
  ///
  /// @return the status of its answer
  protected abstract int ask();

  private RawConnection begin(String... more) throws IOException {
    RawConnection connection = new RawConnection(door());
    List<String> lines = new ArrayList<>(List.of(post(), "host: x"));
    lines.addAll(List.of(more));
    lines.add("");
    connection.head(lines.toArray(String[]::new));
    return connection;
  }

  @Test
  void aBodyThatTricklesIsAnswered408() throws IOException {
    try (RawConnection slow = begin(key(), "content-length: 100000")) {
      assertThat(slow.trickle("{"))
          .startsWith("HTTP/1.1 408 ")
          .contains("\"ok\":false", "\"code\":\"request_timeout\"", "within 1000 ms");
    }
    assertThat(ask()).isEqualTo(200);
  }

  @Test
  void aHeadThatTricklesIsAnswered408() throws IOException {
    try (RawConnection slow = new RawConnection(door())) {
      slow.head(post(), "host: x");
      assertThat(slow.trickle("x-a: b\r\n")).startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void aBodyWithoutEndIsAnswered413AndTheConnectionClosed() throws IOException {
    try (RawConnection endless = begin(key(), "transfer-encoding: chunked")) {
      // A reset may take the answer along.
      assertThat(endless.flood(CHUNK))
          .satisfiesAnyOf(
              said -> assertThat(said).startsWith("HTTP/1.1 413 "),
              said -> assertThat(said).isEmpty());
    }
    assertThat(ask()).isEqualTo(200);
  }

  @Test
  void aStrangersBodyWithoutEndEndsWithTheConnection() throws IOException {
    try (RawConnection endless = begin("transfer-encoding: chunked")) {
      assertThat(endless.flood(CHUNK))
          .satisfiesAnyOf(
              said -> assertThat(said).startsWith("HTTP/1.1 4"),
              said -> assertThat(said).isEmpty());
    }
  }

  @Test
  void aBodyThatIsAnnouncedAsTooLargeIs413() throws IOException {
    try (RawConnection large = begin(key(), "content-length: 1000000000")) {
      assertThat(large.rest()).startsWith("HTTP/1.1 413 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "x-gzip"})
  void aBodyThatIsNotInItsCodingIs400(String coding) throws IOException {
    for (String body : List.of("{}", "\u001f\u000b\b junk", "x", "{\"outcome\":\"approved\"}")) {
      isRefused(body, 400, "", "content-encoding: " + coding);
    }
    assertThat(ask()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "zstd", "snappy", "lzma", "gzip, gzip", "nonsense", ""})
  void aCodingThatNobodyHereReadsIs415(String coding) throws IOException {
    isRefused("{}", 415, "unsupported_coding", "content-encoding: " + coding);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "%%", "utf-9", "\"\""})
  void aCharsetThatNobodyKnowsIs415(String charset) throws IOException {
    isRefused(
        "{}", 415, "unsupported_charset", "content-type: application/json; charset=" + charset);
  }

  @Test
  void aHeadThatIsTooLargeIs431OrItsPath414() throws IOException {
    isRefused("{}", 431, "headers_too_large", "x-a: " + "y".repeat(20_000));
    try (RawConnection longOne = new RawConnection(door())) {
      longOne.head("GET /" + "x".repeat(10_000) + " HTTP/1.1", "host: x", "");
      assertThat(longOne.rest()).startsWith("HTTP/1.1 414 ").contains("\"path_too_long\"");
    }
  }

  @Test
  void aHeadThatMakesNoSenseIs400() throws IOException {
    try (RawConnection odd = new RawConnection(door())) {
      odd.head("GET / HTTP/1.1", "host: x", "no colon and \u0001", "");
      assertThat(odd.rest()).startsWith("HTTP/1.1 400 ");
    }
    assertThat(ask()).isEqualTo(200);
  }

  private void isRefused(String body, int status, String code, String header) throws IOException {
    try (RawConnection one =
        begin(key(), "content-length: " + body.length(), "connection: close", header)) {
      one.send(body);
      assertThat(one.rest())
          .startsWith("HTTP/1.1 " + status + " ")
          .contains("\"ok\":false", "\"code\":\"" + code, "\"detail\":\"expected ");
    }
  }

  @Test
  void othersAreAnsweredWhileManyTrickle() throws Exception {
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> slow = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        slow.add(
            clients.submit(
                () -> {
                  try (RawConnection one = begin(key(), "content-length: 100000")) {
                    return one.trickle("{");
                  }
                }));
      }
      while (!slow.stream().allMatch(Future::isDone)) {
        assertThat(ask()).isEqualTo(200);
      }
      for (Future<String> one : slow) {
        assertThat(one.get()).startsWith("HTTP/1.1 408 ");
      }
    }
  }

  @Test
  void connectionsThatAreTooManyAreClosedAndTheOthersAreNot() throws Exception {
    assertThat(ask()).isEqualTo(200); // its connection is one of those that are kept
    List<RawConnection> idle = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS_MAX; i++) {
        idle.add(new RawConnection(door()));
      }
      assertThat(idle.getLast().rest()).as("one too many").isEmpty();
      assertThat(ask()).isEqualTo(200);
    } finally {
      for (RawConnection one : idle) {
        one.close();
      }
    }
    await()
        .until(
            () -> {
              try (RawConnection next = begin(key(), "content-length: 2", "connection: close")) {
                next.send("{}");
                return next.rest().startsWith("HTTP/1.1 ");
              }
            });
  }
}
