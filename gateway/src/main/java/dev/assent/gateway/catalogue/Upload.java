package dev.assent.gateway.catalogue;

import java.time.Instant;
import java.util.Optional;

/// A file that somebody attaches: what it is said to be. Its bytes are elsewhere, or nowhere.
///
/// @param objectPath where it is in its bucket
/// @param uploadUrl where its bytes are to be put
/// @param sha256 64 hex digits, where they are known
/// @param stored whether this gateway has its bytes
public record Upload(
    String uploadId,
    String ownerAgent,
    String filename,
    String mimeType,
    long sizeBytes,
    String objectPath,
    String uploadUrl,
    Optional<String> sha256,
    boolean stored,
    Instant createdAt,
    Instant expiresAt,
    Optional<Instant> finalizedAt) {

  public boolean ready() {
    return finalizedAt.isPresent();
  }

  public boolean over(Instant now) {
    return !ready() && !now.isBefore(expiresAt);
  }

  /// AXP's word for where it stands.
  public String status(Instant now) {
    if (ready()) {
      return "ready";
    }
    return over(now) ? "expired" : "pending";
  }

  /// @param hash of the bytes that are here now
  public Upload withBytes(String hash) {
    return new Upload(
        uploadId,
        ownerAgent,
        filename,
        mimeType,
        sizeBytes,
        objectPath,
        uploadUrl,
        Optional.of(hash),
        true,
        createdAt,
        expiresAt,
        finalizedAt);
  }

  public Upload finalized(long size, Optional<String> hash, Instant now) {
    return new Upload(
        uploadId,
        ownerAgent,
        filename,
        mimeType,
        size,
        objectPath,
        uploadUrl,
        hash,
        stored,
        createdAt,
        expiresAt,
        Optional.of(now));
  }

  /// The bytes of a file that is kept here.
  ///
  /// @param base64 of the bytes
  public record Content(String base64) {}
}
