package dev.assent.platform.settings;

import java.util.Locale;

/// One thing that an operator may set, as a system property or as an environment variable.
///
/// @param name the property
record Setting(String name, Form form) {
  String variable() {
    return name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
  }
}
