package dev.assent.standalone.broker;

import dev.assent.wire.connection.KafkaLogin;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
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

/// The logins of the embedded broker, taken from its own JAAS entry. Kafka keeps SCRAM's
/// credentials in its metadata, which a broker can only read once it has logged in: here nothing
/// has to be there first, in a new folder as in an old one.
///
/// Kafka makes it by its name.
public final class ScramLogin implements AuthenticateCallbackHandler {
  /// What Kafka asks for at least. More would only cost time: the secret is random bits, which
  /// nobody finds by trying.
  private static final int ITERATIONS = 4096;

  /// How the line names the logins that are not the broker's own.
  private static final String OTHERS = "user_";

  private final Map<String, ScramCredential> credentials = new HashMap<>();

  /// The JAAS entry of a listener that lets in these logins; the broker's own clients use the
  /// first.
  static String jaas(KafkaLogin own, List<KafkaLogin> others) {
    StringBuilder line = new StringBuilder(own.jaas());
    line.setLength(line.length() - 1); // its semicolon
    for (KafkaLogin other : others) {
      line.append(' ').append(OTHERS).append(other.username());
      line.append("=\"").append(other.password()).append('"');
    }
    return line.append(';').toString();
  }

  @Override
  public void configure(
      Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> jaasConfigEntries) {
    Map<String, ?> options = jaasConfigEntries.getFirst().getOptions();
    try {
      ScramFormatter formatter =
          new ScramFormatter(ScramMechanism.forMechanismName(KafkaLogin.MECHANISM));
      for (Map.Entry<String, ?> option : options.entrySet()) {
        String name = option.getKey();
        String secret = String.valueOf(option.getValue());
        if (name.equals("password")) {
          String own = String.valueOf(options.get("username"));
          credentials.put(own, formatter.generateCredential(secret, ITERATIONS));
        } else if (name.startsWith(OTHERS)) {
          credentials.put(
              name.substring(OTHERS.length()), formatter.generateCredential(secret, ITERATIONS));
        }
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("expected " + KafkaLogin.MECHANISM + ", but " + e, e);
    }
  }

  /// Whoever gives another name is refused for want of a credential.
  @Override
  public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
    String name = "";
    for (Callback callback : callbacks) {
      switch (callback) {
        case NameCallback asking -> name = asking.getDefaultName();
        case ScramCredentialCallback asked -> asked.scramCredential(credentials.get(name));
        default -> throw new UnsupportedCallbackException(callback);
      }
    }
  }

  @Override
  public void close() {}
}
