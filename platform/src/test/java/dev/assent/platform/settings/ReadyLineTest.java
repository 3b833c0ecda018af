package dev.assent.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ReadyLineTest {
  @Test
  void itComesOnceTheServiceSaysThatItIsReadyAndNotBefore() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    HttpServer service =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/health/readiness",
        exchange -> {
          exchange.sendResponseHeaders(asked.incrementAndGet() < 3 ? 503 : 200, -1);
          exchange.close();
        });
    service.start();
    Logger logger = (Logger) LoggerFactory.getLogger(ReadyLine.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.INFO);
    URI place = URI.create("http://127.0.0.1:" + service.getAddress().getPort());
    try {
      ReadyLine.write("gateway", place).get(30, TimeUnit.SECONDS);
    } finally {
      logger.detachAppender(lines);
      service.stop(0);
    }

    assertThat(asked).hasValue(3);
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("Ready on " + place + " as gateway");
  }
}
