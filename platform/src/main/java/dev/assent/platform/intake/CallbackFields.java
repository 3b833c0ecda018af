package dev.assent.platform.intake;

import dev.assent.contract.value.Limits;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.wire.directory.DirectoryEntry;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/// Where deliveries are to be posted, as requests name it. Whether the address may be dialled is
/// judged when it is.
public final class CallbackFields {
  private static final String URL = "callback_url";
  private static final String SECRET = "secret";
  private static final int URL_LENGTH_MIN = 8;
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private CallbackFields() {}

  /// How an agent gets its work.
  ///
  /// @throws Fields.WrongException when it is a word that names no mode
  public static Optional<String> deliveryMode(Fields fields) {
    Optional<String> mode = fields.optionalText("delivery_mode", Limits.NAME_LENGTH_MAX);
    mode.filter(word -> !DirectoryEntry.Agent.DELIVERY_MODES.contains(word))
        .ifPresent(
            word -> {
              throw fields.wrong(
                  "one of " + DirectoryEntry.Agent.DELIVERY_MODES,
                  "delivery_mode",
                  "got '" + word + "'");
            });
    return mode;
  }

  /// @throws Fields.WrongException when there is none, or none that can be posted to
  public static String url(Fields fields) {
    return optionalUrl(fields)
        .orElseThrow(() -> fields.wrong("an http or https URL", URL, "there is none"));
  }

  /// @throws Fields.WrongException when it is none that can be posted to
  public static Optional<String> optionalUrl(Fields fields) {
    Optional<String> url = fields.optionalText(URL, Limits.CALLBACK_URL_LENGTH_MAX);
    url.flatMap(CallbackFields::wrong)
        .ifPresent(
            found -> {
              throw fields.wrong("an http or https URL", URL, found);
            });
    return url;
  }

  /// A secret alone signs nothing.
  public static void requireUrl(Fields fields, Optional<String> url, Optional<String> secret) {
    if (url.isEmpty() && secret.isPresent()) {
      throw fields.wrong("an http or https URL beside the secret", URL, "there is none");
    }
  }

  /// What is wrong with a URL. It is not quoted: it may carry a secret.
  private static Optional<String> wrong(String text) {
    if (text.length() < URL_LENGTH_MIN) {
      return Optional.of("it has " + text.length() + " characters");
    }
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      return Optional.of("it is none: " + e.getReason() + " at index " + e.getIndex());
    }
    if (url.getScheme() == null || !SCHEMES.contains(url.getScheme())) {
      return Optional.of("its scheme is " + url.getScheme());
    }
    if (url.getHost() == null) {
      return Optional.of("it has no host");
    }
    if (url.getRawUserInfo() != null) {
      return Optional.of("it has a user before the host");
    }
    if (url.getRawFragment() != null) {
      return Optional.of("it has a fragment");
    }
    return url.toASCIIString().equals(text)
        ? Optional.empty()
        : Optional.of("it has characters that are not ASCII");
  }

  /// What deliveries are to be signed with. It is quoted nowhere.
  public static Optional<String> secret(Fields fields) {
    Optional<String> secret = fields.optionalText(SECRET);
    if (secret.isPresent()
        && (secret.get().length() < Limits.WEBHOOK_SECRET_LENGTH_MIN
            || secret.get().length() > Limits.WEBHOOK_SECRET_LENGTH_MAX)) {
      throw fields.wrong(
          Limits.WEBHOOK_SECRET_LENGTH_MIN
              + " to "
              + Limits.WEBHOOK_SECRET_LENGTH_MAX
              + " characters",
          SECRET,
          "got " + secret.get().length());
    }
    return secret;
  }
}
