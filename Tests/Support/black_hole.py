"""An address at which nobody answers: the kernel drops what would connect, for as long as the `with` lasts."""

import socket


class BlackHole:
    def __init__(self, host="127.0.0.1", port=0):
        self._family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._address = host, port

    def __enter__(self):
        self._listener = socket.socket(self._family)
        self._listener.bind(self._address)
        self._listener.listen(0)
        self.port = self._listener.getsockname()[1]
        # What nobody accepts fills the queue; whoever comes behind gets no answer, not even a refusal.
        self._waiting = [socket.socket(self._family) for _ in range(4)]
        for each in self._waiting:
            each.setblocking(False)
            each.connect_ex((self._address[0], self.port))
        return self

    def __exit__(self, *_):
        for each in [*self._waiting, self._listener]:
            each.close()
