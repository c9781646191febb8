"""A proxy that lets TLS through (CONNECT), for use in a `with` statement."""

import socket
import threading


def _pump(source, target):
    """Until the source ends, which ends the target's input."""
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # the other side is gone


class Tunnel:
    def __init__(self, refusals=0):
        """The first so many requests are answered with 407."""
        self._refusals = refusals

    def __enter__(self):
        self.heads = []  # of the requests that came
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        head = b""
        while not head.endswith(b"\r\n\r\n") and (data := client.recv(65536)):
            head += data
        self.heads.append(head.decode("latin-1"))
        if len(self.heads) <= self._refusals:
            client.sendall(b"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n")
            client.close()
            return
        host, port = head.split(b" ")[1].decode().rsplit(":", 1)
        with client, socket.create_connection((host, int(port))) as server:
            client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
            back = threading.Thread(target=_pump, args=(server, client), daemon=True)
            back.start()
            _pump(client, server)
            back.join()
