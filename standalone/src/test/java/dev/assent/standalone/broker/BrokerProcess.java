package dev.assent.standalone.broker;

import java.nio.file.Path;
import java.util.Optional;

/// A broker in a process of its own, to be killed. Arguments: the data folder. Prints its port once
/// it serves, then waits for the end.
public final class BrokerProcess {
  private BrokerProcess() {}

  public static void main(String[] args) throws InterruptedException {

    EmbeddedBroker broker =
        EmbeddedBroker.start(new BrokerOptions(Path.of(args[0]), 0, false, Optional.empty()));
    System.out.println("port=" + broker.port());

    Thread.currentThread().join();
  }
}
