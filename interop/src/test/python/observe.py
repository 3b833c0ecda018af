"""Shows every event of an intent, from the first to the last."""
import os
import sys

from axme import AxmeClient, AxmeClientConfig

client = AxmeClient(AxmeClientConfig(
    base_url=os.environ["ASSENT_GATEWAY_URL"], api_key=os.environ["ASSENT_INITIATOR_KEY"]))

for event in client.observe(sys.argv[1]):
    print(event["seq"], event["event_type"], event["status"], flush=True)
