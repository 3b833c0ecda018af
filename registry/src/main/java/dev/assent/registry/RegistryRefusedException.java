package dev.assent.registry;

/// A request the registry refuses, with the error code of Confluent's API.
final class RegistryRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final int code;

  RegistryRefusedException(int status, int code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /// The HTTP status.
  int status() {
    return status;
  }

  /// `error_code` in the answer: the status followed by two digits, or the status itself.
  int code() {
    return code;
  }

  static RegistryRefusedException unknownSubject(String subject) {
    return new RegistryRefusedException(404, 40401, "Subject '" + subject + "' not found.");
  }

  static RegistryRefusedException unknownVersion(String version) {
    return new RegistryRefusedException(404, 40402, "Version " + version + " not found.");
  }

  static RegistryRefusedException unknownSchema() {
    return new RegistryRefusedException(404, 40403, "Schema not found");
  }

  static RegistryRefusedException unknownId(int id) {
    return new RegistryRefusedException(404, 40403, "Schema " + id + " not found");
  }

  static RegistryRefusedException noLevelOfItsOwn(String subject) {
    return new RegistryRefusedException(
        404,
        40408,
        "Subject '" + subject + "' does not have subject-level compatibility configured");
  }

  static RegistryRefusedException incompatible(String subject, Object details) {
    return new RegistryRefusedException(
        409,
        409,
        "Schema being registered is incompatible with an earlier schema for subject \""
            + subject
            + "\", details: "
            + details);
  }

  static RegistryRefusedException invalidSchema(String why) {
    return new RegistryRefusedException(422, 42201, "Invalid schema: " + why);
  }

  static RegistryRefusedException invalidVersion(String version) {
    return new RegistryRefusedException(
        422,
        42202,
        "The specified version '"
            + version
            + "' is not a valid version id. Allowed values are between [1, 2^31-1] and the string"
            + " \"latest\"");
  }

  static RegistryRefusedException invalidLevel(String level) {
    return new RegistryRefusedException(
        422,
        42203,
        "Invalid compatibility level '"
            + level
            + "'. Valid values are none, backward, forward, full, backward_transitive,"
            + " forward_transitive, and full_transitive");
  }

  /// Also to a page in a browser that was led here: it is told as little as anybody.
  static RegistryRefusedException nothingIsTakenBack() {
    return new RegistryRefusedException(
        403,
        40301,
        "This registry keeps what it has: it refuses deletes and configuration. Use a registry of"
            + " your own where schemas are to be removed.");
  }

  static RegistryRefusedException notForPages(String why) {
    return new RegistryRefusedException(403, 40302, why);
  }

  static RegistryRefusedException otherContent() {
    return new RegistryRefusedException(
        415,
        415,
        "expected a body of application/json or application/vnd.schemaregistry.v1+json, but it is"
            + " of another type");
  }

  static RegistryRefusedException badRequest(String why) {
    return new RegistryRefusedException(400, 400, why);
  }
}
