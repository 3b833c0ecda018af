"""Waits for the end of an intent. The SDK does not reconnect: after a restart of the node, run it again."""
import os
import sys

from axme import AxmeClient, AxmeClientConfig

client = AxmeClient(AxmeClientConfig(
    base_url=os.environ["ASSENT_GATEWAY_URL"], api_key=os.environ["ASSENT_INITIATOR_KEY"]))

result = client.wait_for(sys.argv[1])
print(result["status"])
