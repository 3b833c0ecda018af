package dev.assent.wire.codec;

import dev.assent.contract.value.Hash;
import dev.assent.wire.avro.Sha256;
import dev.assent.wire.format.WireException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How single fields look on the wire, the same in every codec.
public final class Fields {
  private Fields() {}

  /// A duration as whole microseconds; what is finer is cut off.
  public static long micros(Duration duration) {
    return duration.dividedBy(ChronoUnit.MICROS.getDuration());
  }

  public static Duration duration(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }

  public static Sha256 sha256(Hash hash) {
    return new Sha256(HexFormat.of().parseHex(hash.hex()));
  }

  public static Hash hash(Sha256 bytes) {
    return new Hash(HexFormat.of().formatHex(bytes.bytes()));
  }

  /// The constant of that name.
  ///
  /// @throws WireException when there is none, because a newer version wrote it
  public static <E extends Enum<E>> E constant(Class<E> type, String name) {
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException e) {
      throw new WireException(
          "expected a "
              + type.getSimpleName()
              + " of "
              + Arrays.toString(type.getEnumConstants())
              + ", but got '"
              + name
              + "'",
          e);
    }
  }

  public static <E extends Enum<E>> Set<E> constants(Class<E> type, Collection<String> names) {
    Set<E> constants = EnumSet.noneOf(type);
    for (String name : names) {
      constants.add(constant(type, name));
    }
    return constants;
  }

  /// In the order of the constants, so that equal sets have equal bytes.
  public static <E extends Enum<E>> List<String> names(Set<E> constants) {
    return constants.stream().sorted().map(Enum::name).toList();
  }

  /// The alternative that `kind` names.
  ///
  /// @throws WireException when the record lacks it
  public static <T> T present(@Nullable T alternative, String kind) {
    if (alternative == null) {
      throw new WireException(
          "expected the record of a " + kind + " where the kind says so, but it is absent");
    }
    return alternative;
  }

  /// For a kind that a newer version wrote, or that never was.
  public static WireException unknownKind(String what, String kind) {
    return new WireException(
        "expected a kind of " + what + " that this version knows, but got '" + kind + "'");
  }
}
