"""What a page asked for and complained about, from the browser's own log."""

import json
import urllib.parse

# Of a page with everything that it loads, files that people attached aside.
LARGEST_PAGE = 100_000


class PageLog:
    def __init__(self, driver):
        self._driver = driver

    def forget(self):
        self._driver.get_log("performance")
        self._driver.get_log("browser")

    def check(self, host, status):
        """Looks at everything since the last call. The last document must have come from `host` with `status`."""
        documents, bytes_of = [], {}
        loader_of = {}
        for entry in self._driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            method, parameters = message["method"], message["params"]
            if method == "Network.requestWillBeSent":
                address = urllib.parse.urlsplit(parameters["request"]["url"])
                # The browser's own pictures, such as a calendar's, are in the address itself.
                if address.scheme != "data":
                    assert address.netloc == host, f"a request to {address.geturl()}"
                loader_of[parameters["requestId"]] = parameters["loaderId"]
            elif method == "Network.responseReceived" and parameters["type"] == "Document":
                documents.append(parameters["response"]["status"])
            elif method == "Network.dataReceived":
                loader = loader_of.get(parameters["requestId"])
                bytes_of[loader] = bytes_of.get(loader, 0) + parameters["dataLength"]
        assert documents and documents[-1] == status, f"answered with {documents} in place of {status}"
        assert all(size < LARGEST_PAGE for size in bytes_of.values()), f"pages of {bytes_of} bytes"
        expected = f"the server responded with a status of {status} "
        complaints = [entry["message"] for entry in self._driver.get_log("browser") if expected not in entry["message"]]
        assert not complaints, complaints
