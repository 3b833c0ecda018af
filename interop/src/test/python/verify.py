"""Whether a delivery is Assent's, and fresh."""
import hashlib
import hmac
import json
from datetime import datetime, timezone


def verified(body: bytes, signature: str, secret: bytes) -> dict:
    expected = "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, signature):
        raise ValueError("not signed with our secret")
    delivery = json.loads(body)
    sent_at = datetime.fromisoformat(delivery["sent_at"].replace("Z", "+00:00"))
    if abs((datetime.now(timezone.utc) - sent_at).total_seconds()) > 300:
        raise ValueError("sent too long ago: somebody may have recorded it")
    return delivery
