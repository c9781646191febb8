"""A proxy on loopback that loses answers: the collector has carried a request out, and its sender never hears."""

import collections
import http.server
import socket
import struct
import threading
import urllib.error
import urllib.request


class LosingProxy:
    """Passes every request on and resets the connection instead of answering it the first `losses` times that the
    same body comes. Use it in a `with` statement."""

    def __init__(self, url, losses):
        self.seen = collections.Counter()
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def pass_on(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
                request = urllib.request.Request(url + self.path, data=body or None, headers=headers,
                                                 method=self.command)
                try:
                    with urllib.request.urlopen(request) as response:
                        status, answer = response.status, response.read()
                except urllib.error.HTTPError as error:
                    status, answer = error.code, error.read()
                # A form has another boundary each time it is sent.
                _, _, boundary = (self.headers.get("Content-Type") or "").partition("boundary=")
                key = (self.command, self.path, body.replace(boundary.encode(), b"") if boundary else body)
                proxy.seen[key] += 1
                if proxy.seen[key] <= losses:
                    # No time to linger makes the end of the connection a reset.
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.close_connection = True
                    return self.connection.close()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST = do_PATCH = do_DELETE = pass_on

            def finish(self):
                try:
                    super().finish()
                except (OSError, ValueError):
                    pass  # the connection was reset on purpose

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.handle_error = lambda *_: None
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
