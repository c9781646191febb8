"""zstd in place of gzip, where the server says that it takes it."""

import ctypes
import ctypes.util
import json
import unittest

from recorder import RecordingServer
from session import OK, Session

LIBRARY = ctypes.util.find_library("zstd")


def decompress(body):
    zstd = ctypes.CDLL(LIBRARY)
    zstd.ZSTD_getFrameContentSize.restype = ctypes.c_ulonglong
    zstd.ZSTD_decompress.restype = ctypes.c_size_t
    room = zstd.ZSTD_getFrameContentSize(body, ctypes.c_size_t(len(body)))
    text = ctypes.create_string_buffer(room)
    size = zstd.ZSTD_decompress(text, ctypes.c_size_t(room), body, ctypes.c_size_t(len(body)))
    return text.raw[:size]


@unittest.skipUnless(LIBRARY, "libzstd is not there")
class ZstdTest(unittest.TestCase):
    def test_zstd_when_advertised(self):
        with RecordingServer() as server, Session(endpoint=server.url) as session:
            server.answer(path="/api/me/", body='{"capabilities": ["gzip-ingest", "zstd-ingest"]}')
            session.fill("c", 1000)
            report = session.send()
            self.assertEqual(report["status"], OK)
            (ingest,) = server.requests("/api/ingest/")
            self.assertEqual(ingest.headers["content-encoding"], "zstd")
            self.assertEqual(len(ingest.body), report["bytes"])
            spans = json.loads(decompress(ingest.body))["conversations"][0]["spans"]
            self.assertEqual(len(spans), 1000)


if __name__ == "__main__":
    unittest.main()
