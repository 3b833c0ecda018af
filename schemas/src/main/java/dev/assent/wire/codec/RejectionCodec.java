package dev.assent.wire.codec;

import dev.assent.contract.Rejection;
import dev.assent.wire.avro.RejectionData;

/// [Rejection] on the wire.
public final class RejectionCodec {
  private RejectionCodec() {}

  public static RejectionData toAvro(Rejection rejection) {
    return new RejectionData(rejection.code().name(), rejection.message(), rejection.details());
  }

  public static Rejection fromAvro(RejectionData data) {
    return new Rejection(
        Fields.constant(Rejection.Code.class, data.getCode()),
        data.getMessage(),
        data.getDetails());
  }
}
