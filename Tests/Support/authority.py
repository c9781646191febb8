"""A throwaway certificate authority, made with the openssl command."""

import pathlib
import subprocess
import time

NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]


def _openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


def _time(days):
    """As openssl writes it: "+1d" is tomorrow at this time."""
    return time.strftime("%Y%m%d%H%M%SZ", time.gmtime(time.time() + int(days[:-1]) * 86400))


class Authority:
    """Writes its files into `folder`, which its user removes."""

    def __init__(self, folder, name="throwaway authority"):
        self.folder = pathlib.Path(folder)
        self.certificate, self._key = self.folder / "ca.pem", self.folder / "ca.key"
        _openssl("req", "-x509", *NEW_KEY, "-keyout", self._key, "-out", self.certificate, "-days", "2",
                 "-subj", f"/CN={name}")

    def issue(self, host, alternative_name, start="-1d", end="+1d", digest="sha256"):
        """A certificate and its key, such as issue("localhost", "IP:127.0.0.1"); start and end are days from now."""
        base = self.folder / host
        certificate, key, request = (base.with_suffix(suffix) for suffix in (".pem", ".key", ".csr"))
        extensions = base.with_suffix(".ext")
        extensions.write_text(f"subjectAltName={alternative_name}\nbasicConstraints=CA:FALSE\n")
        _openssl("req", *NEW_KEY, "-keyout", key, "-out", request, "-subj", f"/CN={host}")
        _openssl("ca", "-batch", "-notext", "-config", self._settings(), "-in", request, "-out", certificate,
                 "-startdate", _time(start), "-enddate", _time(end), "-md", digest, "-extfile", extensions)
        return certificate, key

    def _settings(self):
        """What `openssl ca` wants to know: nothing else of openssl sets both ends of a certificate's life."""
        settings, index = self.folder / "ca.conf", self.folder / "index"
        index.touch()
        settings.write_text(f"[ca]\ndefault_ca=it\n[it]\ndatabase={index}\nnew_certs_dir={self.folder}\n"
                            f"certificate={self.certificate}\nprivate_key={self._key}\nrand_serial=yes\n"
                            "unique_subject=no\npolicy=any\n[any]\ncommonName=supplied\n")
        return settings
