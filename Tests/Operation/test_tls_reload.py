"""A new certificate is taken over while the collector runs."""

import pathlib
import shutil
import socket
import ssl
import tempfile
import time
import unittest

import wire
from collector import Collector, make_authority


class ReloadTests(unittest.TestCase):
    def fingerprint(self, server):
        return ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate(("127.0.0.1", server.port)))

    def test_new_connections_get_it_and_old_ones_go_on(self):
        with Collector() as server, tempfile.TemporaryDirectory() as other:
            context = ssl.create_default_context(cafile=server.ca)
            old = context.wrap_socket(socket.create_connection(("127.0.0.1", server.port)), server_hostname="localhost")
            first = self.fingerprint(server)
            _, cert, key = make_authority(pathlib.Path(other))
            # The certificate alone does not fit the old key: until both are there, the old one is served.
            shutil.copy(cert, server.cert)
            time.sleep(3)
            self.assertEqual(self.fingerprint(server), first)
            shutil.copy(key, server.cert_key)
            for _ in range(100):
                if self.fingerprint(server) != first:
                    break
                time.sleep(0.1)
            self.assertEqual(self.fingerprint(server), ssl.PEM_cert_to_DER_cert(cert.read_text()))
            old.sendall(wire.post(server.api_key, wire.batch("old connection", 1)))
            self.assertTrue(old.recv(4096).startswith(b"HTTP/1.1 200"))
            old.close()
            self.assertIn("stays the old one", server.log())


if __name__ == "__main__":
    unittest.main()
