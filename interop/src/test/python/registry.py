"""Confluent's registry client and serializers against the node's registry. Each line must hold."""
import json
import os

from confluent_kafka.schema_registry import Schema, SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.error import SchemaRegistryError
from confluent_kafka.serialization import MessageField, SerializationContext

registry = SchemaRegistryClient({"url": os.environ["ASSENT_REGISTRY_URL"]})


def schema(*fields):
    return json.dumps({"type": "record", "name": "Order", "namespace": "shop", "fields": list(fields)})


V1 = schema({"name": "id", "type": "string"})
V2 = schema({"name": "id", "type": "string"}, {"name": "note", "type": "string", "default": ""})
BROKEN = schema({"name": "id", "type": "int"})

assert any(s.startswith("assent.audit") for s in registry.get_subjects()), registry.get_subjects()
for refused in (lambda: registry.set_compatibility("shop-value", "NONE"),
                lambda: registry.delete_subject("assent.audit-dev.assent.wire.avro.Audit")):
    try:
        refused()
        raise AssertionError("expected a 403, but it was taken")
    except SchemaRegistryError as e:
        assert e.http_status_code == 403, e
first = registry.register_schema("shop-value", Schema(V1, "AVRO"))
assert registry.register_schema("shop-value", Schema(V1, "AVRO")) == first
assert json.loads(registry.get_schema(first).schema_str)["name"] == "Order"
assert registry.test_compatibility("shop-value", Schema(V2, "AVRO"))
assert not registry.test_compatibility("shop-value", Schema(BROKEN, "AVRO"))
second = registry.register_schema("shop-value", Schema(V2, "AVRO"))
assert second != first and registry.get_latest_version("shop-value").schema_id == second
try:
    registry.register_schema("shop-value", Schema(BROKEN, "AVRO"))
    raise AssertionError("expected a 409, but it was taken")
except SchemaRegistryError as e:
    assert e.http_status_code == 409, e

value = SerializationContext("shop", MessageField.VALUE)
written = AvroSerializer(registry, V1)({"id": "7"}, value)
assert written[0] == 0 and int.from_bytes(written[1:5], "big") == first
assert AvroDeserializer(registry, V2)(written, value) == {"id": "7", "note": ""}
print("all hold")
