"""A service submits by producing to Kafka, with Confluent's client; prints the intent's id once it is committed."""
import hashlib
import os
import sys
import uuid

from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.schema_registry import SchemaRegistryClient, topic_record_subject_name_strategy
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

registry = SchemaRegistryClient({"url": os.environ["ASSENT_REGISTRY_URL"]})
kafka = {"bootstrap.servers": os.environ["ASSENT_BOOTSTRAP_SERVERS"],
         "security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "SCRAM-SHA-256",
         "sasl.username": os.environ["ASSENT_KAFKA_USERNAME"], "sasl.password": os.environ["ASSENT_KAFKA_PASSWORD"]}
topic, results = "assent.submissions", "assent.results"
schema = open("../schemas/Submit.avsc").read()  # the one this program was written for, whatever came later
serialize = AvroSerializer(registry, schema, conf={
    "auto.register.schemas": False, "subject.name.strategy": topic_record_subject_name_strategy})

# The key that follows from the API key signs the record as it is produced (docs/kafka.md).
seed = hashlib.sha256(b"assent-submission:" + os.environ["ASSENT_INITIATOR_KEY"].encode()).digest()
key = Ed25519PrivateKey.from_private_bytes(seed)

request_id = str(uuid.uuid5(uuid.NAMESPACE_URL, sys.argv[1]))  # run it twice with one word: it is the same intent
value = serialize({
    "requestId": request_id,
    "intentType": "intent.infra.change_approval.v1",
    "toAgent": "infra-validator",
    "payload": '{"change_type": "database_migration", "target": "prod-postgres-main"}',
}, SerializationContext(topic, MessageField.VALUE))

# Answers are read from here on: one to an earlier run is not the answer to this one.
answers = Consumer(kafka | {"group.id": f"submit-{request_id}",
                            "enable.auto.commit": False, "isolation.level": "read_committed"})
partitions = [TopicPartition(results, p)
              for p in answers.list_topics(results, timeout=60).topics[results].partitions]
for partition in partitions:
    partition.offset = answers.get_watermark_offsets(partition, timeout=60)[1]
answers.assign(partitions)
producer = Producer(kafka | {"acks": "all"})
producer.produce(topic, value=value, headers=[
    ("assent-signer", key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)),
    ("assent-signature", key.sign(value))])
producer.flush()

deserialize = AvroDeserializer(registry)
while True:
    message = answers.poll(1.0)
    if message is None or message.error() or message.key() != request_id.encode():
        continue
    answer = deserialize(message.value(), SerializationContext(message.topic(), MessageField.VALUE))
    if answer["kind"] == "Rejected":
        sys.exit(f"{answer['rejected']['code']}: {answer['rejected']['message']}")
    for warning in answer["accepted"].get("warnings", []):  # taken, but not as it seems
        print("warning:", warning, file=sys.stderr)
    print(uuid.UUID(bytes=answer["intent"]))
    break
answers.close()
