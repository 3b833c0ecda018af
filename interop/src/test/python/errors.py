"""What the SDK makes of the gateway's refusals, and of idempotency keys. Each line must hold."""
import os
import uuid

from axme import AxmeClient, AxmeClientConfig
from axme_sdk import AxmeAuthError, AxmeHttpError, AxmeValidationError

URL = os.environ["ASSENT_GATEWAY_URL"]
client = AxmeClient(AxmeClientConfig(base_url=URL, api_key=os.environ["ASSENT_INITIATOR_KEY"]))
stranger = AxmeClient(AxmeClientConfig(base_url=URL, api_key="not-a-key"))


def refusal(kind, call):
    """The exception that the call ends with; any other, or none, ends this program."""
    try:
        call()
    except AxmeHttpError as e:
        assert type(e) is kind, (type(e), e)
        assert e.message.startswith("expected "), e.message
        assert e.request_id, "every answer names its request"
        return e
    raise AssertionError(f"expected {kind.__name__}, but nothing was refused")


def intent(n):
    return {"intent_type": "intent.errors.v1", "to_agent": "nobody", "payload": {"n": n}}


key = str(uuid.uuid4())
first = client.send_intent(intent(1), idempotency_key=key)
assert client.send_intent(intent(1), idempotency_key=key) == first, "one key, one intent"
assert client.send_intent(intent(1)) != first, "no key, another intent"
conflict = refusal(AxmeValidationError, lambda: client.send_intent(intent(2), idempotency_key=key))
assert conflict.status_code == 409 and conflict.body["error"]["code"] == "idempotency_conflict"

assert refusal(AxmeAuthError, lambda: stranger.get_intent(first)).status_code == 401
assert refusal(AxmeHttpError, lambda: client.get_intent(str(uuid.uuid4()))).status_code == 404
assert refusal(AxmeHttpError, lambda: client.wait_for("no-id", timeout_seconds=5)).status_code == 404
assert refusal(AxmeValidationError, lambda: client.send_intent({"payload": {}})).status_code == 422

client.resolve_intent(first, {"status": "CANCELED", "reason": "enough"})
assert client.wait_for(first)["status"] == "CANCELED"
ended = refusal(AxmeValidationError, lambda: client.resolve_intent(first, {"status": "CANCELED", "reason": "again"}))
assert ended.status_code == 409 and ended.body["error"]["details"]["status"] == "CANCELED"

seqs = [event["seq"] for event in client.observe(first)]
assert seqs == list(range(1, len(seqs) + 1)), seqs
assert [e["seq"] for e in client.list_intent_events(first, since=2)["events"]] == seqs[2:]
print("all hold")
