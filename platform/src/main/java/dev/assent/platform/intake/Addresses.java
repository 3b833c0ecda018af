package dev.assent.platform.intake;

import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.value.Limits;
import dev.assent.platform.intake.fields.Fields;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// Agents' addresses as clients write them.
public final class Addresses {
  private Addresses() {}

  /// `name`, `ws/name`, `org/ws/name`, `agent://…`, each also percent-encoded.
  ///
  /// @throws Fields.WrongException for anything else
  public static AgentAddress read(String text, Workspace inside) {
    try {
      String plain = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
      if (plain.length() <= Limits.ADDRESS_LENGTH_MAX) {
        return AgentAddress.parse(plain, inside);
      }
    } catch (IllegalArgumentException _) {
      // told below
    }
    throw new Fields.WrongException(
        "an agent's address of at most "
            + Limits.ADDRESS_LENGTH_MAX
            + " characters, as agent://org/workspace/name or name",
        "got '" + text.substring(0, Math.min(100, text.length())) + "'");
  }
}
