"""An agent with nothing but Confluent's client: its own topic in, assent.reports out. A restart does not end it."""
import json
import os
import uuid

from confluent_kafka import Consumer, Producer
from confluent_kafka.schema_registry import SchemaRegistryClient, topic_record_subject_name_strategy
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

registry = SchemaRegistryClient({"url": os.environ["ASSENT_REGISTRY_URL"]})
kafka = {"bootstrap.servers": os.environ["ASSENT_BOOTSTRAP_SERVERS"],
         "security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "SCRAM-SHA-256",
         "sasl.username": os.environ["ASSENT_KAFKA_USERNAME"], "sasl.password": os.environ["ASSENT_KAFKA_PASSWORD"]}
reports = "assent.reports"
deserialize = AvroDeserializer(registry)
serialize = AvroSerializer(  # with the schema this program was written for, whatever came later
    registry, open("../schemas/Report.avsc").read(),
    conf={"auto.register.schemas": False, "subject.name.strategy": topic_record_subject_name_strategy})
producer = Producer(kafka | {"acks": "all"})
consumer = Consumer(kafka | {
    "group.id": "infra-validator",
    "auto.offset.reset": "earliest",
    "enable.auto.commit": False,
    "isolation.level": "read_committed",
})
consumer.subscribe(["assent.agent.local.default.infra-validator"])

while True:
    message = consumer.poll(1.0)
    if message is None or message.error():  # nothing yet, or the node is away
        continue
    delivery = deserialize(message.value(), SerializationContext(message.topic(), MessageField.VALUE))
    payload = json.loads(delivery["payload"])
    change = payload.get("parent_payload", payload)  # a step of a plan, or an intent for this agent alone
    report = {
        # The same for the same delivery, so that a report which is sent twice is carried out once.
        "requestId": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{delivery['stepIntent']}/{delivery['attempt']}")),
        "stepIntent": delivery["stepIntent"], "agent": delivery["agent"],
        "attempt": delivery["attempt"], "token": delivery["token"],
        "kind": "COMPLETE",
        "body": json.dumps({"action": "complete", "validation": "passed", "target": change.get("target")}),
        "reason": "",
    }
    producer.produce(reports, value=serialize(report, SerializationContext(reports, MessageField.VALUE)))
    if producer.flush(60) == 0:  # acknowledged: only now the delivery is done with
        print("validated", delivery["intent"], flush=True)
        consumer.commit(message)
