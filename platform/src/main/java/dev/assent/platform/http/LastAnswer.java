package dev.assent.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/// An answer that is given before the service has seen the request. It is the last one on its
/// connection.
final class LastAnswer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private LastAnswer() {}

  static FullHttpResponse of(Problem problem) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(problem.status()),
            Unpooled.wrappedBuffer(bytes(problem)));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
        .setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return response;
  }

  private static byte[] bytes(Problem problem) {
    try {
      return JSON.writeValueAsBytes(problem.body());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("expected a problem that can be written, but it is not", e);
    }
  }
}
