package dev.assent.platform.rows;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/// How values of one type are written and read ([RecordCodec]).
interface ValueCodec {
  Schema schema();

  void write(Object value, Encoder out) throws IOException;

  Object read(Decoder in) throws IOException;

  /// What a record's field of this type has where older bytes have none; null for nothing.
  default @Nullable Object absent() {
    return null;
  }

  /// A record.
  final class OfRecord implements ValueCodec {
    private final Class<?> type;
    private final Schema schema;
    private final List<ValueCodec> nodes;
    private final List<MethodHandle> accessors = new ArrayList<>();
    private final MethodHandle constructor;

    OfRecord(Class<?> type, String name, String namespace, List<ValueCodec> nodes) {
      this.type = type;
      this.nodes = nodes;
      RecordComponent[] components = type.getRecordComponents();
      List<Schema.Field> fields = new ArrayList<>();
      for (int i = 0; i < components.length; i++) {
        ValueCodec node = nodes.get(i);
        fields.add(new Schema.Field(components[i].getName(), node.schema(), null, node.absent()));
      }
      this.schema = Schema.createRecord(name, null, namespace, false, fields);
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      try {
        for (RecordComponent component : components) {
          accessors.add(
              lookup
                  .unreflect(component.getAccessor())
                  .asType(MethodType.methodType(Object.class, Object.class)));
        }
        Class<?>[] types =
            Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        this.constructor =
            lookup
                .findConstructor(type, MethodType.methodType(void.class, types))
                .asSpreader(Object[].class, types.length)
                .asType(MethodType.methodType(Object.class, Object[].class));
      } catch (ReflectiveOperationException e) {
        throw new IllegalArgumentException("expected a public record, but got " + type, e);
      }
    }

    Class<?> type() {
      return type;
    }

    @Override
    public Schema schema() {
      return schema;
    }

    @Override
    public void write(Object value, Encoder out) throws IOException {
      for (int i = 0; i < nodes.size(); i++) {
        nodes.get(i).write(get(accessors.get(i), value), out);
      }
    }

    @Override
    public Object read(Decoder in) throws IOException {
      Object[] values = new Object[nodes.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = nodes.get(i).read(in);
      }
      return make(values);
    }

    private Object get(MethodHandle accessor, Object value) {
      try {
        return accessor.invokeExact(value);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException("cannot read a component of " + type, e);
      }
    }

    private Object make(Object[] values) {
      try {
        return constructor.invokeExact(values);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException("cannot make a " + type, e);
      }
    }
  }

  /// A sealed interface: one of its records.
  final class OfUnion implements ValueCodec {
    private final List<OfRecord> branches;
    private final Map<Class<?>, Integer> indexes = new HashMap<>();

    OfUnion(List<OfRecord> branches) {
      this.branches = branches;
      branches.forEach(branch -> indexes.put(branch.type(), indexes.size()));
    }

    List<Schema> schemas() {
      return branches.stream().map(OfRecord::schema).toList();
    }

    @Override
    public Schema schema() {
      return Schema.createUnion(schemas());
    }

    @Override
    public void write(Object value, Encoder out) throws IOException {
      write(value, out, 0);
    }

    /// @param before branches of the union before this one's own
    void write(Object value, Encoder out, int before) throws IOException {
      Integer index = indexes.get(value.getClass());
      if (index == null) {
        throw new IllegalStateException(
            "expected one of " + indexes.keySet() + ", but got " + value.getClass());
      }
      out.writeIndex(before + index);
      branches.get(index).write(value, out);
    }

    @Override
    public Object read(Decoder in) throws IOException {
      return read(in, in.readIndex());
    }

    Object read(Decoder in, int index) throws IOException {
      return branches.get(index).read(in);
    }
  }

  /// A value or nothing.
  final class OfOptional implements ValueCodec {
    private final ValueCodec element;
    private final Schema schema;

    OfOptional(ValueCodec element) {
      this.element = element;
      List<Schema> schemas = new ArrayList<>();
      schemas.add(Schema.create(Schema.Type.NULL));
      schemas.addAll(
          element instanceof OfUnion union ? union.schemas() : List.of(element.schema()));
      this.schema = Schema.createUnion(schemas);
    }

    @Override
    public Schema schema() {
      return schema;
    }

    @Override
    public Object absent() {
      return Schema.Field.NULL_DEFAULT_VALUE;
    }

    @Override
    public void write(Object value, Encoder out) throws IOException {
      Optional<?> optional = (Optional<?>) value;
      if (optional.isEmpty()) {
        out.writeIndex(0);
        out.writeNull();
      } else if (element instanceof OfUnion union) {
        union.write(optional.get(), out, 1);
      } else {
        out.writeIndex(1);
        element.write(optional.get(), out);
      }
    }

    @Override
    public Object read(Decoder in) throws IOException {
      int index = in.readIndex();
      if (index == 0) {
        in.readNull();
        return Optional.empty();
      }
      return Optional.of(
          element instanceof OfUnion union ? union.read(in, index - 1) : element.read(in));
    }
  }

  /// A list.
  final class OfList implements ValueCodec {
    private final ValueCodec element;
    private final Schema schema;

    OfList(ValueCodec element) {
      this.element = element;
      this.schema = Schema.createArray(element.schema());
    }

    @Override
    public Schema schema() {
      return schema;
    }

    @Override
    public Object absent() {
      return new ArrayList<>();
    }

    @Override
    public void write(Object value, Encoder out) throws IOException {
      List<?> list = (List<?>) value;
      out.writeArrayStart();
      out.setItemCount(list.size());
      for (Object one : list) {
        out.startItem();
        element.write(one, out);
      }
      out.writeArrayEnd();
    }

    @Override
    public Object read(Decoder in) throws IOException {
      List<Object> list = new ArrayList<>();
      for (long count = in.readArrayStart(); count != 0; count = in.arrayNext()) {
        for (long i = 0; i < count; i++) {
          list.add(element.read(in));
        }
      }
      return List.copyOf(list);
    }
  }

  /// An enum.
  final class OfEnum implements ValueCodec {
    private final Object[] constants;
    private final Schema schema;

    OfEnum(Class<?> type, String name, String namespace) {
      this.constants = type.getEnumConstants();
      List<String> names =
          Arrays.stream(constants).map(constant -> ((Enum<?>) constant).name()).toList();
      this.schema = Schema.createEnum(name, null, namespace, names);
    }

    @Override
    public Schema schema() {
      return schema;
    }

    @Override
    public void write(Object value, Encoder out) throws IOException {
      out.writeEnum(schema.getEnumOrdinal(((Enum<?>) value).name()));
    }

    @Override
    public Object read(Decoder in) throws IOException {
      return constants[in.readEnum()];
    }
  }
}
