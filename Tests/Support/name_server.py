"""A name server on 127.0.0.1:53 that answers as it is told; runs in a namespace (namespace.py)."""

import socket
import struct
import threading

SERVFAIL, NXDOMAIN = 2, 3
TYPES = {1: socket.AF_INET, 28: socket.AF_INET6}


class NameServer:
    """`answer` is a list of addresses for every name, one of the codes above, or None: no answer at all."""

    def __init__(self):
        self.answer, self.questions = [], 0
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 53))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def stop(self):
        self._socket.sendto(b"", self._socket.getsockname())
        self._thread.join()
        self._socket.close()

    def _serve(self):
        while True:
            question, sender = self._socket.recvfrom(512)
            if not question:
                return
            self.questions += 1
            if self.answer is not None:
                self._socket.sendto(self._reply(question), sender)

    def _reply(self, question):
        end = question.index(b"\0", 12) + 5  # the name, its type and its class
        code, records = (self.answer, []) if isinstance(self.answer, int) else (0, self._records(question[end - 4 : end]))
        head = question[:2] + struct.pack("!HHHHH", 0x8180 | code, 1, len(records), 0, 0)
        return head + question[12:end] + b"".join(records)

    def _records(self, kind):
        number = struct.unpack("!H", kind[:2])[0]
        packed = [socket.inet_pton(TYPES[number], address) for address in self.answer
                  if number in TYPES and (":" in address) == (number == 28)]
        return [b"\xc0\x0c" + kind + struct.pack("!IH", 60, len(data)) + data for data in packed]
