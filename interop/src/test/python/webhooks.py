"""Subscribes, posts, replays and unsubscribes, with AXME's Python SDK."""
import os
import sys

from axme import AxmeClient, AxmeClientConfig

client = AxmeClient(AxmeClientConfig(
    base_url=os.environ["ASSENT_GATEWAY_URL"], api_key=os.environ["ASSENT_INITIATOR_KEY"]))
what, argument = sys.argv[1:3]

if what == "subscribe":
    subscription = client.upsert_webhook_subscription({
        "callback_url": argument,
        "event_types": ["inbox.thread_updated", "inbox.reply_received"],
        "secret": os.environ["WEBHOOK_SECRET"],
    })["subscription"]
    print(subscription["subscription_id"], subscription["secret_hint"])
elif what == "post":  # run it twice with one key: it is the same event
    print(client.publish_webhook_event({
        "event_type": "inbox.reply_received", "source": "webhooks.py", "payload": {"change": "posted"},
    }, idempotency_key=argument)["event_id"])
elif what == "replay":
    print(client.replay_webhook_event(argument)["replayed_at"])
elif what == "unsubscribe":
    client.delete_webhook_subscription(argument)
    print(len(client.list_webhook_subscriptions()["subscriptions"]))
