package dev.assent.gateway.stream;

import dev.assent.contract.Status;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.IntentId;
import dev.assent.gateway.edge.Lenient;
import dev.assent.gateway.edge.Reads;
import dev.assent.gateway.view.AgentQueues;
import dev.assent.gateway.view.Intents;
import dev.assent.platform.http.Credentials;
import dev.assent.platform.http.Problem;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Refused;
import dev.assent.service.sse.NettyOutlet;
import dev.assent.service.sse.Outlet;
import dev.assent.service.sse.Source;
import dev.assent.service.sse.Streams;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.server.netty.NettyHttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Publisher;

/// The two event streams (contract sections 2.2 and 2.5).
@Controller
final class StreamController {
  private static final String TOO_MANY = "too_many_streams";

  /// What a browser's EventSource says when it comes back: the id of the last event it has seen.
  private static final String LAST_EVENT_ID = "Last-Event-ID";

  private final Reads reads;
  private final Intents intents;
  private final Streams streams;

  StreamController(Reads reads, Intents intents, Streams streams) {
    this.reads = reads;
    this.intents = intents;
    this.streams = streams;
  }

  @Get("/v1/intents/{id}/events/stream")
  @Produces({MediaType.TEXT_EVENT_STREAM, MediaType.APPLICATION_JSON})
  CompletableFuture<HttpResponse<Publisher<byte[]>>> history(
      Caller caller,
      HttpRequest<?> request,
      String id,
      @QueryValue Optional<String> since,
      @QueryValue("wait_seconds") Optional<String> waitSeconds) {
    IntentId any = Lenient.intentId(id);
    Streams.Ending ending = ending(waitSeconds, Lenient.endsAfterBatch(caller.client()));
    long from =
        Math.max(
            Lenient.since(since),
            Lenient.lastEventId(request.getHeaders().findFirst(LAST_EVENT_ID)));
    return reads
        .intent(caller, any)
        .thenApply(
            view -> {
              // The CLI goes on at the last seq plus one: brought back, or it would miss an event.
              long known = EventStreams.History.of(view, any).getLast().seq();
              return open(
                  caller,
                  request,
                  new EventStreams.History(intents, any),
                  Math.min(from, known),
                  ending);
            });
  }

  /// An agent that is not known yet gets an empty stream: `listen` would end at an error.
  @Get("/v1/agents/{+address}/intents/stream")
  @Produces({MediaType.TEXT_EVENT_STREAM, MediaType.APPLICATION_JSON})
  HttpResponse<Publisher<byte[]>> deliveries(
      Caller caller,
      HttpRequest<?> request,
      String address,
      @QueryValue Optional<String> since,
      @QueryValue("wait_seconds") Optional<String> waitSeconds,
      @QueryValue Optional<String> status) {
    AgentAddress agent = Lenient.address(address, caller.workspace());
    if (!caller.speaksFor(agent)) {
      throw Refused.forbidden(
          "the key of " + agent, "this one is of '" + caller.principal().id() + "'");
    }
    Set<Status> statuses = Lenient.deliverable(status);
    AgentQueues.Key queue = new AgentQueues.Key(caller.workspace(), agent);
    long cursor = intents.indexes().queues().cursor(Lenient.since(since));
    return open(
        caller,
        request,
        new EventStreams.Deliveries(intents, queue, statuses),
        cursor,
        ending(waitSeconds, true));
  }

  private HttpResponse<Publisher<byte[]>> open(
      Caller caller, HttpRequest<?> request, Source source, long cursor, Streams.Ending ending) {
    String owner =
        Credentials.keyId(caller.principal()).orElseGet(caller.principal()::authenticated);
    switch (streams.room(owner)) {
      case FULL ->
          throw new Refused(
              Problem.tooMany(
                  503,
                  TOO_MANY,
                  "expected at most "
                      + streams.bounds().all()
                      + " open event streams at this gateway, but there are as many"));
      case OWNER_HAS_ALL ->
          throw new Refused(
              Problem.tooMany(
                  429,
                  TOO_MANY,
                  "expected at most "
                      + streams.bounds().perOwner()
                      + " open event streams with one key, but this one has as many"));
      case FREE -> {
        // below
      }
    }
    return HttpResponse.<Publisher<byte[]>>ok(
            streams.of(new Streams.Client(owner, outlet(request)), source, cursor, ending))
        .contentType(MediaType.TEXT_EVENT_STREAM_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .header("X-Accel-Buffering", "no");
  }

  private static Outlet outlet(HttpRequest<?> request) {
    if (request instanceof NettyHttpRequest<?> ofServer) {
      return new NettyOutlet(ofServer.getChannelHandlerContext().channel());
    }
    throw new IllegalStateException("expected a request of the server, but got " + request);
  }

  private static Streams.Ending ending(Optional<String> waitSeconds, boolean afterBatch) {
    return new Streams.Ending(Duration.ofSeconds(Lenient.waitSeconds(waitSeconds)), afterBatch);
  }
}
