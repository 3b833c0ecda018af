"""An agent on its own Kafka topic, with Confluent's client. A restart of the node does not end it."""
import json
import os

from axme import AxmeClient, AxmeClientConfig
from axme_sdk import AxmeValidationError
from confluent_kafka import Consumer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext

deserialize = AvroDeserializer(SchemaRegistryClient({"url": os.environ["ASSENT_REGISTRY_URL"]}))
reports = AxmeClient(AxmeClientConfig(  # patient: after a restart Kafka is there before the gateway
    base_url=os.environ["ASSENT_GATEWAY_URL"], api_key=os.environ["ASSENT_AGENT_KEY"], max_retries=9))
consumer = Consumer({
    "bootstrap.servers": os.environ["ASSENT_BOOTSTRAP_SERVERS"],
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
    change = json.loads(delivery["payload"])["parent_payload"]
    try:
        reports.resume_intent(
            delivery["stepIntent"],
            {"action": "complete", "validation": "passed", "target": change["target"]},
            idempotency_key=f"{delivery['stepIntent']}/{delivery['attempt']}")
        print("validated", delivery["intent"], flush=True)
    except AxmeValidationError as late:  # a 409: this delivery was answered before
        print("too late", late.message, flush=True)
    consumer.commit(message)
