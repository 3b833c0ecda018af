"""Shows an intent's facts on assent.events with a plain consumer of Confluent's client, without the gateway."""
import os
import sys
import uuid

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, TopicPartition
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext

intent = uuid.UUID(sys.argv[1])
deserialize = AvroDeserializer(SchemaRegistryClient({"url": os.environ["ASSENT_REGISTRY_URL"]}))
kafka = {"bootstrap.servers": os.environ["ASSENT_BOOTSTRAP_SERVERS"],
         "security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "SCRAM-SHA-256",
         "sasl.username": os.environ["ASSENT_KAFKA_USERNAME"], "sasl.password": os.environ["ASSENT_KAFKA_PASSWORD"]}
consumer = Consumer(kafka | {
    "group.id": "observer",
    "enable.auto.commit": False,
    "enable.partition.eof": True,
    "isolation.level": "read_committed",
})
partitions = consumer.list_topics("assent.events", timeout=30).topics["assent.events"].partitions
consumer.assign([TopicPartition("assent.events", p, OFFSET_BEGINNING) for p in partitions])

ended = set()
while len(ended) < len(partitions):
    message = consumer.poll(1.0)
    if message is None:
        continue
    if message.error():
        if message.error().code() == KafkaError._PARTITION_EOF:
            ended.add(message.partition())
    elif message.key() == str(intent).encode():
        happened = deserialize(message.value(), SerializationContext(message.topic(), MessageField.VALUE))
        for seq, fact in enumerate(happened["events"], happened["firstSeq"]):
            print(seq, fact["kind"], "by", happened["actor"]["id"], "through", happened["door"])
consumer.close()
