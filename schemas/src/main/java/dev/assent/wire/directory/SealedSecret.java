package dev.assent.wire.directory;

/// A secret that must be used and not shown, as it is kept: encrypted. Who seals and opens it is
/// [dev.assent.platform.keys.SecretBox].
///
/// @param text what it was encrypted to
/// @param hint its last characters, for people to tell secrets apart
public record SealedSecret(String text, String hint) {}
