"""A subscriber's server: verifies each delivery and takes each event once. While the file DOWN exists it refuses."""
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from verify import verified

SECRET = os.environ["WEBHOOK_SECRET"].encode()
DOWN = os.environ["DOWN"]
taken = set()  # a real one keeps it where it survives a restart


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if os.path.exists(DOWN):
            print("refused\n", end="", flush=True)
            self.answer(503)
            return
        try:
            event = verified(body, self.headers.get("X-Axme-Signature", ""), SECRET)
        except ValueError as wrong:
            print("wrong:", wrong, flush=True)
            self.answer(401)
            return
        word = "again" if event["event_id"] in taken else "new"
        taken.add(event["event_id"])
        change = event["payload"].get("change", "-")
        print(f"{word} {event['event_type']} {change} {event['event_id']}\n", end="", flush=True)  # threads: in one piece
        self.answer(200)

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
print("listening on", server.server_port, flush=True)
server.serve_forever()
