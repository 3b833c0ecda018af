package dev.assent.platform.http;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Refuses requests whose head already says that they cannot be served: one that is too large or
/// malformed, a body in a coding or a charset that nobody here reads. What would be passed on would
/// be read as something else than what was sent, or break whoever reads it.
final class RequestHeads extends ChannelInboundHandlerAdapter {
  /// What the server's decompressor knows without further libraries. One at a time: it does not
  /// undo a coding of a coding.
  private static final Set<String> CODINGS =
      Set.of("identity", "gzip", "x-gzip", "deflate", "x-deflate");

  private static final String ACCEPTED = "gzip, deflate";

  private boolean refused;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (refused) {
      ReferenceCountUtil.release(message);
      return;
    }
    Optional<Problem> problem =
        message instanceof HttpRequest request ? problem(request) : Optional.empty();
    if (problem.isEmpty()) {
      context.fireChannelRead(message);
      return;
    }
    refused = true;
    ReferenceCountUtil.release(message);
    FullHttpResponse answer = LastAnswer.of(problem.get());
    if (problem.get().code().equals("unsupported_coding")) {
      answer.headers().set(HttpHeaderNames.ACCEPT_ENCODING, ACCEPTED);
    }
    var _ = context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
  }

  private static Optional<Problem> problem(HttpRequest request) {
    DecoderResult decoded = request.decoderResult();
    return decoded.isFailure()
        ? Optional.of(malformed(decoded.cause()))
        : coding(request.headers()).or(() -> charset(request));
  }

  private static Problem malformed(Throwable cause) {
    return switch (cause) {
      case TooLongHttpHeaderException _ ->
          Problem.of(
              431,
              "headers_too_large",
              "expected headers of at most 8192 bytes together, but they are larger");
      case TooLongHttpLineException _ ->
          Problem.of(
              414,
              "path_too_long",
              "expected a request line of at most 4096 bytes, but it is longer");
      default -> Problem.badRequest("expected a request of HTTP/1.1, but its head cannot be read");
    };
  }

  private static Optional<Problem> coding(HttpHeaders headers) {
    List<String> named = headers.getAll(HttpHeaderNames.CONTENT_ENCODING);
    String all = String.join(",", named).strip().toLowerCase(Locale.ROOT);
    return named.isEmpty() || CODINGS.contains(all)
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                415,
                "unsupported_coding",
                "expected a body as it is, or in one of the codings "
                    + ACCEPTED
                    + ", but Content-Encoding names another"));
  }

  private static Optional<Problem> charset(HttpRequest request) {
    CharSequence name = HttpUtil.getCharsetAsSequence(request);
    return name == null || known(name.toString())
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                415,
                "unsupported_charset",
                "expected a body in UTF-8, but Content-Type names a charset that nobody knows"));
  }

  private static boolean known(String charset) {
    try {
      return Charset.isSupported(charset.replace("\"", ""));
    } catch (IllegalCharsetNameException _) {
      return false;
    }
  }
}
