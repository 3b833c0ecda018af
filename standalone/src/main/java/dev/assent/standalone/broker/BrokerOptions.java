package dev.assent.standalone.broker;

import dev.assent.wire.connection.KafkaLogin;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a broker is started with.
///
/// @param folder where its data is, or will be
/// @param port 0 chooses a free one
/// @param fsync flush every batch to the disk before it is acknowledged
/// @param login by which clients are let in; empty lets in every user and program of this machine
/// @param restricted further logins, which may do only what an ACL allows them
public record BrokerOptions(
    Path folder, int port, boolean fsync, Optional<KafkaLogin> login, List<KafkaLogin> restricted) {
  public BrokerOptions {
    restricted = List.copyOf(restricted);
  }

  public BrokerOptions(Path folder, int port, boolean fsync, Optional<KafkaLogin> login) {
    this(folder, port, fsync, login, List.of());
  }

  /// On a free port, for whoever knows the login.
  public static BrokerOptions onFreePort(Path folder, KafkaLogin login) {
    return new BrokerOptions(folder, 0, false, Optional.of(login));
  }
}
