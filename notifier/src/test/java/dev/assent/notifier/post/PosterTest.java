package dev.assent.notifier.post;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.notifier.outbox.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PosterTest {
  private static final byte[] BODY = "{\"a\":\"ü\"}".getBytes(StandardCharsets.UTF_8);
  private static final byte[] SECRET =
      "a secret of a subscriber".getBytes(StandardCharsets.US_ASCII);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final Poster poster = new Poster(true, LONG);
  private Receiver receiver;

  @BeforeEach
  void start() throws Exception {
    receiver = new Receiver();
  }

  @AfterEach
  void stop() {
    poster.close();
    receiver.close();
  }

  private Outcome post() {
    return poster.post(receiver.url(), BODY, Optional.of(SECRET));
  }

  private static String why(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Sent _ -> "";
      case Outcome.Retry retry -> retry.why();
      case Outcome.Failed failed -> failed.why();
    };
  }

  @Test
  void theBodyArrivesWithItsSignature() {
    assertThat(post()).isEqualTo(new Outcome.Sent());

    Receiver.Got got = receiver.got().getFirst();
    assertThat(got.path()).isEqualTo("/hook");
    assertThat(got.body()).isEqualTo("{\"a\":\"ü\"}");
    assertThat(got.contentType()).startsWith("application/json");
    assertThat(got.signature()).contains(Signature.of(BODY, SECRET));
  }

  @Test
  void withoutASecretThereIsNoSignature() {
    assertThat(poster.post(receiver.url(), BODY, Optional.empty())).isEqualTo(new Outcome.Sent());

    assertThat(receiver.got().getFirst().signature()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void any2xxIsAnAcknowledgement(int status) {
    receiver.answers(status);

    assertThat(post()).isEqualTo(new Outcome.Sent());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308, 400, 401, 403, 404, 408, 409, 429, 500, 503})
  void anythingElseIsWorthAnotherAttempt(int status) {
    receiver.answers(status);

    assertThat(post()).isEqualTo(new Outcome.Retry("the receiver answered " + status));
  }

  @Test
  void goneIsForGood() {
    receiver.answers(410);

    assertThat(post()).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    try (Receiver other = new Receiver()) {
      receiver.answers(
          exchange -> {
            exchange.getResponseHeaders().add("Location", other.url());
            exchange.sendResponseHeaders(307, -1);
          });

      assertThat(post()).isEqualTo(new Outcome.Retry("the receiver answered 307"));
      assertThat(other.got()).isEmpty();
    }
  }

  @Test
  void anAnswersBodyIsNotWantedHoweverLongItIs() {
    receiver.answers(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] chunk = new byte[65_536];
          while (true) {
            exchange.getResponseBody().write(chunk); // until the connection is cut
          }
        });

    assertThat(post()).isEqualTo(new Outcome.Sent());
    receiver.answers(200);
    assertThat(post()).isEqualTo(new Outcome.Sent());
  }

  @Test
  void aReceiverThatDoesNotAnswerCostsOneTimeout() {
    CountDownLatch end = new CountDownLatch(1);
    receiver.answers(_ -> await(end));
    try (Poster hasty = new Poster(true, SHORT)) {
      assertThat(hasty.post(receiver.url(), BODY, Optional.empty()))
          .isEqualTo(new Outcome.Retry("no answer within 300 ms"));
    } finally {
      end.countDown();
    }
  }

  /// Each byte comes in time, the answer does not.
  @Test
  void aReceiverThatDripsCostsOneTimeoutToo() {
    CountDownLatch end = new CountDownLatch(1);
    receiver.answers(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (end.getCount() > 0) {
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
          }
        });
    try (Poster hasty = new Poster(true, Duration.ofSeconds(2))) {
      // The 2xx came; what follows is cut off.
      assertThat(hasty.post(receiver.url(), BODY, Optional.empty())).isEqualTo(new Outcome.Sent());
    } finally {
      end.countDown();
    }
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aPortThatNobodyListensOn() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    assertThat(poster.post("http://127.0.0.1:" + port + "/secret", BODY, Optional.empty()))
        .isEqualTo(new Outcome.Retry("the receiver takes no connection"));
  }

  @ParameterizedTest
  @CsvSource({"http,no answer: ", "https,no secure connection: "})
  void aServerThatSpeaksSomethingElse(String scheme, String why) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> hangsUp = CompletableFuture.runAsync(() -> greet(server));
      String url = scheme + "://127.0.0.1:" + server.getLocalPort() + "/secret";

      Outcome outcome = poster.post(url, BODY, Optional.empty());

      assertThat(outcome).isInstanceOf(Outcome.Retry.class);
      assertThat(why(outcome)).startsWith(why).doesNotContain("secret");
      hangsUp.join();
    }
  }

  private static void greet(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket.getOutputStream().write("220 mail.example\r\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aNameThatMeansNothing() {
    try (Poster lost = new Poster(names(), LONG)) {
      assertThat(lost.post("http://nobody.example/", BODY, Optional.empty()))
          .isEqualTo(new Outcome.Retry("the receiver's name means nothing"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "[::1]", "localhost", "[::ffff:127.0.0.1]", "0x7f.1"})
  void thisMachineIsNotPostedTo(String host) {
    try (Poster guarded = new Poster(false, LONG)) {
      Outcome outcome =
          guarded.post("http://" + host + ":" + receiver.port() + "/hook", BODY, Optional.empty());

      assertThat(outcome).isNotEqualTo(new Outcome.Sent());
      assertThat(receiver.got()).isEmpty();
    }
  }

  @Test
  void aPublicNameOfAPrivateAddressIsNotPostedTo() throws Exception {
    try (Poster guarded = new Poster(new GuardedResolver(names(loopback())), LONG)) {
      Outcome outcome =
          guarded.post("http://rebound.example:" + receiver.port() + "/", BODY, Optional.empty());

      assertThat(outcome).isInstanceOf(Outcome.Failed.class);
      assertThat(why(outcome)).contains("allow-private-addresses").doesNotContain("rebound");
      assertThat(receiver.got()).isEmpty();
    }
  }

  @Test
  void ofSeveralAddressesOnlyThePublicOnesAreDialled() throws Exception {
    InetAddress open = InetAddress.getByName("1.1.1.1");
    GuardedResolver resolver = new GuardedResolver(names(loopback(), open));

    assertThat(resolver.resolve("mixed.example")).containsExactly(open);
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  private static DnsResolver names(InetAddress... addresses) {
    return new DnsResolver() {
      @Override
      public InetAddress[] resolve(String host) throws UnknownHostException {
        if (addresses.length == 0) {
          throw new UnknownHostException(host);
        }
        return addresses;
      }

      @Override
      public String resolveCanonicalHostname(String host) {
        return host;
      }
    };
  }
}
