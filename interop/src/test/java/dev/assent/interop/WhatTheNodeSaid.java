package dev.assent.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/// Prints the end of the node's log under a test that failed: the folder is gone where nobody keeps
/// it.
final class WhatTheNodeSaid implements TestWatcher {
  @Override
  public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
    try {
      System.err.println(context.getDisplayName() + " failed. The node's log:");
      RunningNode.lastSaid().forEach(System.err::println);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
