package dev.assent.notifier.post;

import dev.assent.notifier.outbox.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.ModalCloseable;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// Posts over HTTP. Nothing that a receiver does can cost more than the time of one attempt: names
/// mean public addresses only, redirects are not followed, an answer's body is not wanted. Safe for
/// use by many threads, each of which waits.
public final class Poster implements Posting, AutoCloseable {
  /// So much of an answer is read that the connection can be used again; a longer one ends it.
  private static final int ANSWER_BYTES_MAX = 16_384;

  private static final int CONNECTIONS_MAX = 512;
  private static final int CONNECTIONS_PER_HOST_MAX = 32;
  private static final TimeValue IDLE_MAX = TimeValue.ofSeconds(30);
  private static final TimeValue TRUSTED_WITHOUT_A_LOOK = TimeValue.ofSeconds(1);

  private final DnsResolver names;
  private final Duration timeout;
  private final ScheduledThreadPoolExecutor clock;

  /// Most nodes never post anything.
  private @Nullable CloseableHttpClient made;

  /// @param privateAddresses whether this machine and its network may be posted to
  /// @param timeout of one attempt, from the look-up of the name to the end of the answer
  public Poster(boolean privateAddresses, Duration timeout) {
    this(privateAddresses ? SystemDefaultDnsResolver.INSTANCE : new GuardedResolver(), timeout);
  }

  Poster(DnsResolver names, Duration timeout) {
    this.names = names;
    this.timeout = timeout;
    this.clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("assent-post-deadlines").daemon().factory());
    clock.setRemoveOnCancelPolicy(true);
  }

  private synchronized CloseableHttpClient client() {
    if (made == null) {
      made = make();
    }
    return made;
  }

  private CloseableHttpClient make() {
    Timeout wait = Timeout.of(timeout);
    return HttpClients.custom()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(names)
                .setMaxConnTotal(CONNECTIONS_MAX)
                .setMaxConnPerRoute(CONNECTIONS_PER_HOST_MAX)
                .setDefaultConnectionConfig(
                    ConnectionConfig.custom()
                        .setConnectTimeout(wait)
                        .setSocketTimeout(wait)
                        .setValidateAfterInactivity(TRUSTED_WITHOUT_A_LOOK)
                        .build())
                .build())
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectionRequestTimeout(wait)
                .setResponseTimeout(wait)
                .setProtocolUpgradeEnabled(false)
                .build())
        .setUserAgent("Assent")
        .evictIdleConnections(IDLE_MAX)
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        .build();
  }

  @Override
  public Outcome post(String url, byte[] body, Optional<byte[]> secret) {
    CloseableHttpClient client = client();
    HttpPost request = new HttpPost(URI.create(url));
    request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
    secret.ifPresent(key -> request.setHeader(Signature.HEADER, Signature.of(body, key)));
    ScheduledFuture<?> deadline =
        clock.schedule(request::cancel, timeout.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return outcome(status(client, request));
    } catch (GuardedResolver.NotPublicException _) {
      return new Outcome.Failed(
          "expected a receiver with a public address, but its name has none"
              + " (assent.notifier.webhooks.allow-private-addresses)");
    } catch (IOException e) {
      return new Outcome.Retry(request.isCancelled() ? late() : why(e));
    } catch (IllegalStateException e) { // so does the client say that its connection was cut off
      if (request.isCancelled()) {
        return new Outcome.Retry(late());
      }
      throw e;
    } finally {
      deadline.cancel(false);
    }
  }

  private static int status(CloseableHttpClient client, HttpPost request) throws IOException {
    @Nullable ClassicHttpResponse answer = null;
    boolean used = false;
    try {
      answer = client.executeOpen(null, request, null);
      used = isReadToItsEnd(answer.getEntity());
      return answer.getCode();
    } finally {
      if (answer instanceof ModalCloseable open) {
        open.close(used ? CloseMode.GRACEFUL : CloseMode.IMMEDIATE);
      }
    }
  }

  /// What breaks off after the status breaks off what is not wanted anyway.
  private static boolean isReadToItsEnd(@Nullable HttpEntity answer) {
    if (answer == null) {
      return true;
    }
    try {
      InputStream body = answer.getContent(); // closing it would read it all
      return body.readNBytes(ANSWER_BYTES_MAX).length < ANSWER_BYTES_MAX;
    } catch (IOException _) {
      return false;
    }
  }

  private static Outcome outcome(int status) {
    if (status >= 200 && status < 300) {
      return new Outcome.Sent();
    }
    return status == 410
        ? new Outcome.Failed("the receiver answered 410: it is gone for good")
        : new Outcome.Retry("the receiver answered " + status);
  }

  /// Without what may name the URL: it may carry a secret.
  private String why(IOException e) {
    return switch (e) {
      case UnknownHostException _ -> "the receiver's name means nothing";
      case java.net.SocketTimeoutException _ -> late();
      case java.net.ConnectException _ -> "the receiver takes no connection";
      case SSLException tls -> "no secure connection: " + tls.getClass().getSimpleName();
      default -> "no answer: " + e.getClass().getSimpleName();
    };
  }

  private String late() {
    return "no answer within " + timeout.toMillis() + " ms";
  }

  @Override
  public synchronized void close() {
    if (made != null) {
      made.close(CloseMode.IMMEDIATE);
    }
    clock.shutdownNow();
  }
}
