"""What tests of uploads have in common: a server that takes them, and reading what it got."""

import base64

INGEST, CONVERSATIONS, ATTACHMENTS = "/api/ingest/", "/api/conversations/", "/api/attachments/"


def accept_uploads(server, pk="17", **attachment_rule):
    """Rules added before this call come first."""
    server.answer(path=CONVERSATIONS, method="POST", status=201, body='{"id": %s, "conversation_id": "c"}' % pk)
    server.answer(path=ATTACHMENTS, **{"status": 201, "body": '{"attachments": [{"id": 1}]}', **attachment_rule})


def paths(server):
    """Of all requests but the preflight."""
    return [request.path for request in server.requests() if request.path != "/api/me/"]


def json_files(request):
    """(filename, type, bytes) of each file in a JSON body."""
    return [(file["filename"], file["mime_type"], base64.b64decode(file["data"], validate=True))
            for file in request.json()["attachments"]]


def form_parts(request):
    """(headers as they came, content) of each part of a multipart body, taken apart to the byte."""
    kind, _, boundary = request.headers["content-type"].partition("; boundary=")
    if kind != "multipart/form-data":
        raise AssertionError(kind)
    delimiter = b"--" + boundary.encode()
    first, *parts, last = (b"\r\n" + request.body).split(b"\r\n" + delimiter)
    if first != b"" or last != b"--\r\n":
        raise AssertionError(f"the body begins with {first} and ends with {last}")
    return [tuple(part[2:].split(b"\r\n\r\n", 1)) for part in parts]
