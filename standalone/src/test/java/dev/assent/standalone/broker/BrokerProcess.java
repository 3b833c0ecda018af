package dev.assent.standalone.broker;

import java.nio.file.Path;

/// A broker in a process of its own, to be killed. Arguments: the data folder. Prints its port once
/// it serves, then waits for the end.
public final class BrokerProcess {
  private BrokerProcess() {}

  public static void main(String[] args) throws InterruptedException {

    EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]), 0, false);
    System.out.println("port=" + broker.port());

    Thread.currentThread().join();
  }
}
