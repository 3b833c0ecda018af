package dev.assent.standalone.broker;

import dev.assent.wire.KafkaLogin;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.common.security.scram.ScramCredentialCallback;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.jspecify.annotations.Nullable;

/// The one login of the embedded broker, taken from its own JAAS entry. Kafka keeps SCRAM's
/// credentials in its metadata, which a broker can only read once it has logged in: here nothing
/// has to be there first, in a new folder as in an old one.
///
/// Kafka makes it by its name.
public final class ScramLogin implements AuthenticateCallbackHandler {
  /// What Kafka asks for at least. More would only cost time: the secret is random bits, which
  /// nobody finds by trying.
  private static final int ITERATIONS = 4096;

  private String username = "";
  private @Nullable ScramCredential credential;

  @Override
  public void configure(
      Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> jaasConfigEntries) {
    Map<String, ?> options = jaasConfigEntries.getFirst().getOptions();
    username = String.valueOf(options.get("username"));
    try {
      credential =
          new ScramFormatter(ScramMechanism.forMechanismName(KafkaLogin.MECHANISM))
              .generateCredential(String.valueOf(options.get("password")), ITERATIONS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("expected " + KafkaLogin.MECHANISM + ", but " + e, e);
    }
  }

  /// Whoever gives another name is refused for want of a credential.
  @Override
  public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
    boolean known = false;
    for (Callback callback : callbacks) {
      switch (callback) {
        case NameCallback name -> known = username.equals(name.getDefaultName());
        case ScramCredentialCallback asked -> {
          if (known) {
            asked.scramCredential(credential);
          }
        }
        default -> throw new UnsupportedCallbackException(callback);
      }
    }
  }

  @Override
  public void close() {}
}
