"""A throwaway certificate authority, made with the openssl command."""

import pathlib
import subprocess

NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]


def _openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


class Authority:
    """Writes its files into `folder`, which its user removes."""

    def __init__(self, folder, name="throwaway authority"):
        self.folder = pathlib.Path(folder)
        self.certificate, self._key = self.folder / "ca.pem", self.folder / "ca.key"
        _openssl("req", "-x509", *NEW_KEY, "-keyout", self._key, "-out", self.certificate, "-days", "2",
                 "-subj", f"/CN={name}")

    def issue(self, host, alternative_name):
        """A certificate and its key, such as issue("localhost", "IP:127.0.0.1")."""
        base = self.folder / host
        certificate, key, request = (base.with_suffix(suffix) for suffix in (".pem", ".key", ".csr"))
        extensions = base.with_suffix(".ext")
        extensions.write_text(f"subjectAltName={alternative_name}\nbasicConstraints=CA:FALSE\n")
        _openssl("req", *NEW_KEY, "-keyout", key, "-out", request, "-subj", f"/CN={host}")
        _openssl("x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self._key, "-CAcreateserial",
                 "-out", certificate, "-days", "2", "-extfile", extensions)
        return certificate, key
