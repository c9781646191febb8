"""Files that an agent attaches through the C library, as base64 and as a form, down to the download."""

import ctypes
import os
import unittest
import urllib.error
import urllib.request

import collector
from collector import Collector

LIBRARY = collector.ROOT / ".build-core/libagentsight.so"
OK, BASE64, FORM = 0, 0, 1
SEND_MILLISECONDS = 30_000

# Every byte there is, a boundary-like text, and more than the collector keeps in one piece.
CONTENT = bytes(range(256)) * 3000 + b"\r\n--agentsight-\r\n\r\n"


class Options(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("api_key", ctypes.c_char_p), ("endpoint", ctypes.c_char_p),
                ("conversation_id", ctypes.c_char_p), ("environment", ctypes.c_char_p), ("ca_file", ctypes.c_char_p),
                ("memory_limit", ctypes.c_size_t), ("batch_events", ctypes.c_uint32),
                ("connect_timeout_ms", ctypes.c_uint32), ("request_timeout_ms", ctypes.c_uint32),
                ("allow_insecure_http", ctypes.c_bool), ("log_level", ctypes.c_int), ("log", ctypes.c_void_p),
                ("log_user", ctypes.c_void_p), ("send_every_events", ctypes.c_uint32),
                ("send_every_ms", ctypes.c_uint32), ("text_limit", ctypes.c_uint32), ("on_item", ctypes.c_void_p),
                ("item_user", ctypes.c_void_p)]


class Attachment(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("filename", ctypes.c_char_p), ("filename_size", ctypes.c_size_t),
                ("mime_type", ctypes.c_char_p), ("mime_type_size", ctypes.c_size_t),
                ("data", ctypes.c_char_p), ("data_size", ctypes.c_size_t), ("path", ctypes.c_char_p)]


class Attachments(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("files", ctypes.POINTER(Attachment)), ("count", ctypes.c_size_t),
                ("from_agent", ctypes.c_bool), ("mode", ctypes.c_int)]


def file_of(name, mime_type, content=None, path=None):
    name, mime_type = name.encode(), mime_type.encode()
    return Attachment(ctypes.sizeof(Attachment), name, len(name), mime_type, len(mime_type),
                      content, len(content or b""), path and os.fsencode(path))


class Tracker:
    """The C library's tracker for `server`."""

    def __init__(self, server):
        self._library = ctypes.CDLL(str(LIBRARY))
        self._library.ags_last_error.restype = ctypes.c_char_p
        self._handle = ctypes.c_void_p()
        options = Options()
        self._check(self._library.ags_options_init(ctypes.byref(options), ctypes.sizeof(options)))
        options.api_key, options.endpoint = server.api_key.encode(), server.url.encode()
        self._check(self._library.ags_tracker_create(ctypes.byref(options), ctypes.byref(self._handle)))

    def attach(self, conversation_id, files, mode, from_agent=False, metadata=None):
        array = (Attachment * len(files))(*files)
        what = Attachments(ctypes.sizeof(Attachments), array, len(files), from_agent, mode)
        self._check(self._library.ags_track_attachments(
            self._handle, conversation_id.encode(), ctypes.byref(what), metadata and metadata.encode()))

    def ask(self, conversation_id, content):
        self._check(self._library.ags_track_question(
            self._handle, conversation_id.encode(), content.encode(), None))

    def send(self):
        self._check(self._library.ags_send(self._handle, SEND_MILLISECONDS, None))

    def _check(self, status):
        if status != OK:
            raise RuntimeError(self._library.ags_last_error().decode())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._library.ags_tracker_free(self._handle)


class AttachmentTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Collector(tls=False)

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def attachments(self, conversation_id):
        row, = self.server.get(f"/api/conversations/?conversation_id={conversation_id}")["results"]
        return self.server.get(f"/api/conversations/{row['id']}/attachments/")

    def arrive(self, conversation_id, mode):
        path = self.server.folder / f"{conversation_id}.bin"
        path.write_bytes(CONTENT[::-1])
        with Tracker(self.server) as tracker:
            tracker.ask(conversation_id, "What is in these?")
            tracker.attach(conversation_id, mode=mode, metadata='{"from":"scanner"}', files=[
                file_of('../naïve "plan".png', "image/png", CONTENT), file_of("empty.txt", "text/plain", b""),
                file_of("from disk.bin", "application/octet-stream", path=path)])
            tracker.send()
        listed = self.attachments(conversation_id)
        message, = listed["messages"]
        self.assertEqual(message["sender"], "end_user")
        self.assertEqual([(file["filename"], file["mime_type"], file["size_bytes"]) for file in listed["attachments"]],
                         [('../naïve "plan".png', "image/png", len(CONTENT)), ("empty.txt", "text/plain", 0),
                          ("from disk.bin", "application/octet-stream", len(CONTENT))])
        for file, expected in zip(listed["attachments"], (CONTENT, b"", CONTENT[::-1])):
            with urllib.request.urlopen(file["file_url"]) as response:
                self.assertEqual(response.read(), expected, file["filename"])
                self.assertTrue(response.headers["Content-Disposition"].startswith("attachment;"))
        self.assertEqual([item["content"] for item in self.server.transcript(conversation_id)],
                         ["What is in these?", "[Attachments]"])
        self.assertEqual(self.server.transcript(conversation_id)[1]["metadata"], {"from": "scanner"})

    def test_files_in_base64_arrive_byte_for_byte(self):
        self.arrive("base64", BASE64)

    def test_files_in_a_form_arrive_byte_for_byte(self):
        self.arrive("form", FORM)

    def test_the_page_links_to_the_file(self):
        with Tracker(self.server) as tracker:
            tracker.attach("linked", [file_of("report.pdf", "application/pdf", b"%PDF")], BASE64, from_agent=True)
            tracker.send()
        pk = self.attachments("linked")["conversation"]
        page = self.server.page(f"/conversations/{pk}")
        link = page.split('class="file"><a href="')[1].split('"')[0].replace("&amp;", "&")
        self.assertEqual(self.server.page(link), "%PDF")
        self.assertIn("report.pdf (application/pdf, 4 bytes)", self.server.show("linked"))

    def test_a_link_that_was_changed_opens_nothing(self):
        with Tracker(self.server) as tracker:
            tracker.attach("changed", [file_of("a", "text/plain", b"secret")], BASE64)
            tracker.send()
        url = self.attachments("changed")["attachments"][0]["file_url"]
        for changed in (url[:-1] + ("0" if url[-1] != "0" else "1"), url.replace("expires=", "expires=9"),
                        url.split("?")[0]):
            with self.assertRaises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(changed)
            self.assertEqual(refused.exception.code, 404)
            refused.exception.close()


if __name__ == "__main__":
    unittest.main()
