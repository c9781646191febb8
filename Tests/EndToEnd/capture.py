"""A forwarder on loopback that keeps a copy of every batch on its way to a collector."""

import http.server
import ssl
import threading
import urllib.error
import urllib.request


class Capture:
    """Listens on a free port; `url` is its endpoint, `batches` the (headers, body) of each POST so far."""

    def __init__(self, server):
        self.batches = []
        self._target = server.url
        self._context = ssl.create_default_context(cafile=server.ca)
        capture = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                capture._forward(self, None)

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                capture.batches.append((dict(self.headers), body))
                capture._forward(self, body)

            def log_message(self, *_):
                pass

        self._listener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._listener.server_port}"
        self._thread = threading.Thread(target=self._listener.serve_forever)
        self._thread.start()

    def _forward(self, handler, body):
        status, answer = self.post(handler.path, dict(handler.headers), body)
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(answer)))
        handler.end_headers()
        handler.wfile.write(answer)

    def post(self, path, headers, body):
        """Sends a request to the collector itself; returns its status and body."""
        kept = {name: value for name, value in headers.items() if name.lower() not in ("host", "content-length", "connection")}
        request = urllib.request.Request(self._target + path, data=body, headers=kept)
        try:
            with urllib.request.urlopen(request, context=self._context) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._listener.shutdown()
        self._thread.join()
        self._listener.server_close()
