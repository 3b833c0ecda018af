"""A service states an intent, with AXME's Python SDK."""
import os
import sys

from axme import AxmeClient, AxmeClientConfig

client = AxmeClient(AxmeClientConfig(
    base_url=os.environ["ASSENT_GATEWAY_URL"], api_key=os.environ["ASSENT_INITIATOR_KEY"]))

intent_id = client.send_intent({
    "intent_type": "intent.infra.change_approval.v1",
    "to_agent": "infra-validator",
    "payload": {"change_type": "database_migration", "target": "prod-postgres-main"},
}, idempotency_key=sys.argv[1])  # run it twice with one key: it is the same intent
print(intent_id)
