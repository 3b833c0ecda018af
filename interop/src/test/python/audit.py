"""Reads the whole audit topic with a plain consumer of Confluent's client: who decided what, and when."""
import os

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, TopicPartition
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext

deserialize = AvroDeserializer(SchemaRegistryClient({"url": os.environ["ASSENT_REGISTRY_URL"]}))
kafka = {"bootstrap.servers": os.environ["ASSENT_BOOTSTRAP_SERVERS"],
         "security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "SCRAM-SHA-256",
         "sasl.username": os.environ["ASSENT_KAFKA_USERNAME"], "sasl.password": os.environ["ASSENT_KAFKA_PASSWORD"]}
consumer = Consumer(kafka | {
    "group.id": "auditor",
    "enable.auto.commit": False,
    "enable.partition.eof": True,
    "isolation.level": "read_committed",
})
partitions = consumer.list_topics("assent.audit", timeout=30).topics["assent.audit"].partitions
consumer.assign([TopicPartition("assent.audit", p, OFFSET_BEGINNING) for p in partitions])

ended = set()
while len(ended) < len(partitions):
    message = consumer.poll(1.0)
    if message is None:
        continue
    if message.error():
        if message.error().code() == KafkaError._PARTITION_EOF:
            ended.add(message.partition())
        continue
    record = deserialize(message.value(), SerializationContext(message.topic(), MessageField.VALUE))
    refused = f" refused: {record['refused']['code']}" if record["refused"] else ""
    answer = record["outcome"] or record["cause"]  # nobody answers what is canceled or out of time
    print(record["intent"], answer, "by", record["who"]["id"], "at", record["at"].isoformat() + refused)
consumer.close()
