"""The floor: what a relay can cost at the least on the same server. Bytes in, bytes out."""

from __future__ import annotations

import http.client
import os
from collections.abc import Iterator
from urllib.parse import urlsplit

from firebase_functions import https_fn
from flask import Request, Response

UPSTREAM = urlsplit(os.environ["HEARTH_SIMULATOR"])


@https_fn.on_request()
def chat(request: Request) -> Response:
    connection = http.client.HTTPConnection(UPSTREAM.hostname or "", UPSTREAM.port, timeout=60)
    connection.request("POST", "/mistral/v1/chat/completions", body=request.get_data())
    return Response(_bytes(connection), headers={"Content-Type": "text/event-stream"})


def _bytes(connection: http.client.HTTPConnection) -> Iterator[bytes]:
    response = connection.getresponse()
    while piece := response.read1(65536):
        yield piece
    connection.close()
