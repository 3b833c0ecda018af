package dev.assent.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.assent.wire.registry.RegistryState.Place;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The registry's HTTP server, on the loopback address only.
public final class RegistryServer implements Closeable {
  private static final Logger LOGGER = LoggerFactory.getLogger(RegistryServer.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final int BODY_BYTES_MAX = 1024 * 1024;

  static {
    // Answers are written as head and body: without this each waits 40 ms for the other's receipt.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // As the doors have them (ADR 0026), in seconds: a request that is sent in pieces, and an
    // answer
    // that nobody reads, end, and so do connections that nothing is asked on.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "10");
    System.setProperty("sun.net.httpserver.idleInterval", "30");
    System.setProperty("jdk.httpserver.maxConnections", "512");
  }

  private final HttpServer server;

  /// A request that does not come to its end holds up nobody but itself.
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private @Nullable SchemaTopic topic;

  private RegistryServer(HttpServer server) {
    this.server = server;
  }

  /// Takes the port; requests wait until [#serve].
  ///
  /// @param port 0 chooses a free one
  /// @throws BindException when another program listens on it
  public static RegistryServer bind(int port) throws BindException {
    try {
      return new RegistryServer(HttpServer.create(new InetSocketAddress(LOOPBACK, port), 0));
    } catch (BindException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The same, for a broker without data of ours.
  public void serve(Map<String, String> client) {
    serve(client, List.of());
  }

  /// Reads the schemas from the broker and begins to answer.
  ///
  /// @param client the properties of clients that the broker lets in
  /// @param places of the program's own schemas: those it has lost it takes back before anybody can
  ///   be given their ids (ADR 0037)
  public void serve(Map<String, String> client, List<Place> places) {
    SchemaTopic schemas = new SchemaTopic(Map.copyOf(client));
    topic = schemas;
    SchemaRegistry registry = new SchemaRegistry(schemas);
    registry.load();
    List<Integer> back = registry.takeBack(places);
    if (!back.isEmpty()) {
      LOGGER
          .atWarn()
          .addKeyValue("ids", back)
          .log("The registry had lost schemas of ours and has them again, under their ids");
    }
    Routes routes = new RegistryApi(registry).routes();
    server.createContext("/", exchange -> answer(exchange, routes));
    server.setExecutor(threads);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public URI url() {
    return URI.create("http://" + LOOPBACK.getHostAddress() + ":" + port());
  }

  private static void answer(HttpExchange exchange, Routes routes) throws IOException {
    try (exchange) {
      try {
        send(exchange, 200, result(exchange, routes));
      } catch (RegistryRefusedException e) {
        send(exchange, e.status(), error(e.code(), String.valueOf(e.getMessage())));
      } catch (RuntimeException e) {
        LOGGER.error("the schema registry could not answer", e);
        send(exchange, 500, error(50001, "Error in the backend datastore"));
      }
    }
  }

  private static Object result(HttpExchange exchange, Routes routes) throws IOException {
    Visitors.check(exchange.getRequestMethod(), exchange.getRequestHeaders());
    URI uri = exchange.getRequestURI();
    Routes.Match match = routes.match(exchange.getRequestMethod(), uri.getRawPath());
    return match
        .handler()
        .answer(new Call(match.values(), query(uri.getRawQuery()), body(exchange)));
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(pair.substring(0, equals), decode(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw RegistryRefusedException.badRequest(
          "expected a percent-encoded query: " + e.getMessage());
    }
  }

  private static JsonNode body(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
    if (bytes.length > BODY_BYTES_MAX) {
      throw new RegistryRefusedException(
          413, 413, "expected at most " + BODY_BYTES_MAX + " bytes, but got more");
    }
    try {
      return bytes.length == 0 ? JSON.missingNode() : JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw RegistryRefusedException.badRequest("expected JSON: " + e.getOriginalMessage());
    }
  }

  private static Object error(int code, String message) {
    return Map.of("error_code", code, "message", message);
  }

  private static void send(HttpExchange exchange, int status, Object answer) throws IOException {
    byte[] bytes =
        answer instanceof RegistryApi.Text text
            ? text.json().getBytes(StandardCharsets.UTF_8)
            : JSON.writeValueAsBytes(answer);
    exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
    boolean bodiless = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, bodiless ? -1 : bytes.length);
    if (!bodiless) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    if (topic != null) {
      topic.close();
    }
  }
}
