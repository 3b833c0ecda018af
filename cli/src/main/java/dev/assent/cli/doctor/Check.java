package dev.assent.cli.doctor;

/// What `doctor` found out about one thing.
///
/// @param advice what to do; empty when it is well
record Check(String name, Level level, String found, String advice) {
  enum Level {
    OK,
    WARN,
    FAIL
  }

  static Check ok(String name, String found) {
    return new Check(name, Level.OK, found, "");
  }

  static Check warn(String name, String found, String advice) {
    return new Check(name, Level.WARN, found, advice);
  }

  static Check fail(String name, String found, String advice) {
    return new Check(name, Level.FAIL, found, advice);
  }
}
