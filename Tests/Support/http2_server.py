"""As little of an HTTP/2 server as it takes to send GOAWAY at the wrong moment; for use in a `with` statement."""

import socket
import ssl
import struct
import threading

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, SETTINGS, GOAWAY, WINDOW_UPDATE = 0, 1, 4, 7, 8
END_STREAM, END_HEADERS, ACK = 1, 4, 1
STATUS_200 = b"\x88"  # as HPACK's static table has it


class HTTP2Server:
    """Answers every request with 200 and no body, except that it says GOAWAY first, to so many of those that have a
    body: to `before` as if it had never seen them, to `after` as if their answers were still to come."""

    def __init__(self, certificate, key, before=0, after=0):
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(certificate, key)
        self._tls.set_alpn_protocols(["h2"])
        self._goaways = [False] * before + [True] * after
        self.bodies, self.connections = [], 0  # bodies: those that were answered

    def __enter__(self):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = "https://127.0.0.1:%d" % self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._listener.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, plain):
        try:
            with self._tls.wrap_socket(plain, server_side=True) as connection, connection.makefile("rb") as stream:
                if stream.read(len(PREFACE)) == PREFACE:
                    self._talk(connection, stream)
        except OSError:
            pass  # the client went away

    def _talk(self, connection, stream):
        bodies = {}

        def send(kind, flags, number, payload=b""):
            connection.sendall(struct.pack("!I", len(payload))[1:] + struct.pack("!BBI", kind, flags, number) + payload)

        send(SETTINGS, 0, 0)
        while len(head := stream.read(9)) == 9:
            kind, flags, number = struct.unpack("!BBI", head[3:])
            payload = stream.read(int.from_bytes(head[:3], "big"))
            if kind == SETTINGS and not flags & ACK:
                send(SETTINGS, ACK, 0)
            if kind == DATA:
                bodies[number] = bodies.get(number, b"") + payload
                if payload:
                    send(WINDOW_UPDATE, 0, 0, struct.pack("!I", len(payload)))
            if kind not in (DATA, HEADERS) or not flags & END_STREAM:
                continue
            if number in bodies and self._goaways:
                last = number if self._goaways.pop(0) else 0
                send(GOAWAY, 0, 0, struct.pack("!II", last, 0))
                return
            self.bodies += [bodies[number]] if number in bodies else []
            send(HEADERS, END_HEADERS | END_STREAM, number, STATUS_200)
