"""An agent that has its work posted: it says 200 at once, works after that, and reports with AXME's Python SDK."""
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from axme import AxmeClient, AxmeClientConfig

from verify import verified

SECRET = os.environ["WEBHOOK_SECRET"].encode()
client = AxmeClient(AxmeClientConfig(
    base_url=os.environ["ASSENT_GATEWAY_URL"], api_key=os.environ["ASSENT_AGENT_KEY"]))


def work(intent_id):
    change = client.get_intent(intent_id)["intent"]["payload"]
    client.resume_intent(
        intent_id, {"action": "complete", "target": change["target"]}, owner_agent="pushed-validator")
    print("validated", intent_id, flush=True)


class Agent(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        delivery = verified(body, self.headers.get("X-Axme-Signature", ""), SECRET)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
        threading.Thread(target=work, args=(delivery["intent_id"],)).start()

    def log_message(self, *args):
        pass


server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "0"))), Agent)
print("listening on", server.server_port, flush=True)
server.serve_forever()
