package dev.assent.wire.format;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Something that is costly to make and is used again: a buffer, an encoder. It is taken for one
/// use and given back only after that use succeeded, so that whatever an exception or an error
/// leaves half done in it is never met by the next record: then there is nothing to take, and a new
/// one is made. Not for several threads at once.
///
/// ```
/// Output output = outputs.take();
/// byte[] bytes = output.write(record);   // throws: the output is gone
/// outputs.giveBack(output);
/// ```
public final class Reused<T> {
  private final Supplier<T> maker;
  private @Nullable T kept;

  public Reused(Supplier<T> maker) {
    this.maker = maker;
  }

  /// The one that was given back last, or a new one.
  public T take() {
    T taken = kept;
    kept = null;
    return taken == null ? maker.get() : taken;
  }

  /// Only after its use succeeded.
  public void giveBack(T used) {
    kept = used;
  }
}
