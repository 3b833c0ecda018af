"""An agent on the gateway's stream, with AXME's Python SDK."""
import os

from axme import AxmeClient, AxmeClientConfig
from axme_sdk import AxmeValidationError

client = AxmeClient(AxmeClientConfig(
    base_url=os.environ["ASSENT_GATEWAY_URL"], api_key=os.environ["ASSENT_AGENT_KEY"]))

for delivery in client.listen("infra-validator"):
    step = client.get_intent(delivery["intent_id"])["intent"]
    change = step["payload"].get("parent_payload", step["payload"])  # a step of a plan, or an intent for this agent alone
    try:
        client.resume_intent(step["intent_id"], {
            "action": "complete", "validation": "passed", "target": change.get("target")})
        print("validated", step.get("parent_intent_id") or step["intent_id"], flush=True)
    except AxmeValidationError as late:  # a 409: somebody else has reported
        print("too late", late.message, flush=True)
