package dev.assent.client;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/// Settings for a client.
///
/// @param <C> the client that is made
public final class ClientBuilder<C> {
  private final Function<Settings, C> client;
  private final Supplier<String> url;
  private final Supplier<String> apiKey;
  private String userAgent = "assent-java";
  private Duration connectWithin = Duration.ofSeconds(5);
  private Duration answerWithin = Duration.ofSeconds(60);
  private Duration retryFor = Duration.ofSeconds(30);
  private Duration connectFor = Duration.ofDays(36_500);
  private Duration streamWait = Duration.ofSeconds(30);
  private StreamListener listener = new StreamListener() {};

  ClientBuilder(Function<Settings, C> client, Supplier<String> url, Supplier<String> apiKey) {
    this.client = client;
    this.url = url;
    this.apiKey = apiKey;
  }

  /// With an address and a key that stay as they are.
  static <C> ClientBuilder<C> of(Function<Settings, C> client, String url, String apiKey) {
    if (!url.strip().matches("https?://[^/?#\\s]+[^?#\\s]*")) {
      throw new IllegalArgumentException(
          "expected the server's address as http(s)://host:port, but got '" + url + "'");
    }
    if (apiKey.isBlank()) {
      throw new IllegalArgumentException("expected an API key, but it is blank");
    }
    return new ClientBuilder<>(client, () -> url, () -> apiKey);
  }

  /// What this program is called in the server's logs; `assent-java` unless set.
  ///
  /// @param name for example `billing/2.1`
  /// @return this
  public ClientBuilder<C> userAgent(String name) {
    userAgent = Objects.requireNonNull(name);
    return this;
  }

  /// How long to wait for a connection; 5 s unless set.
  ///
  /// @param duration more than zero
  /// @return this
  public ClientBuilder<C> connectWithin(Duration duration) {
    connectWithin = positive(duration);
    return this;
  }

  /// How long to wait for one answer; 60 s unless set.
  ///
  /// @param duration more than zero
  /// @return this
  public ClientBuilder<C> answerWithin(Duration duration) {
    answerWithin = positive(duration);
    return this;
  }

  /// How long to try again when no answer, or none that helps, comes; 30 s unless set, which a
  /// restart of the server fits into.
  ///
  /// @param duration zero for a single attempt
  /// @return this
  public ClientBuilder<C> retryFor(Duration duration) {
    retryFor = notNegative(duration);
    return this;
  }

  /// How long to try again where nobody listens, as long as this client has had no answer from
  /// there: a program with a person before it says at once that there is no server. As [#retryFor]
  /// unless set.
  ///
  /// @param duration zero for a single attempt
  /// @return this
  public ClientBuilder<C> connectFor(Duration duration) {
    connectFor = notNegative(duration);
    return this;
  }

  /// How long the gateway is asked to hold a stream open; 30 s unless set. Make it shorter than the
  /// idle timeout of a proxy in between.
  ///
  /// @param duration 1 to 60 s
  /// @return this
  public ClientBuilder<C> streamWait(Duration duration) {
    if (duration.toSeconds() < 1 || duration.toSeconds() > 60) {
      throw new IllegalArgumentException("expected 1 to 60 s, but got " + duration);
    }
    streamWait = duration;
    return this;
  }

  /// Who is told when a stream is lost and when it is there again; unless set, it is logged.
  ///
  /// @param told called on the thread that waits on the stream
  /// @return this
  public ClientBuilder<C> streamListener(StreamListener told) {
    listener = Objects.requireNonNull(told);
    return this;
  }

  private static Duration positive(Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("expected more than zero, but got " + duration);
    }
    return duration;
  }

  private static Duration notNegative(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("expected no negative duration, but got " + duration);
    }
    return duration;
  }

  /// Makes the client. Nothing is sent yet.
  ///
  /// @return a client, to be closed
  public C build() {
    return client.apply(
        new Settings(
            url,
            apiKey,
            userAgent,
            connectWithin,
            answerWithin,
            retryFor,
            connectFor,
            streamWait,
            listener));
  }
}
