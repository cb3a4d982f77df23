"""The function that runs crews. A codebase of its own: CrewAI's pins conflict with today's SDKs.

It holds no key and reads no document. What it is to do, and every word that its workers say, it
gets from Hearth's own door, by the token that it is called with.

One crew at a time in a process: CrewAI keeps its settings and its event bus there.
"""

from __future__ import annotations

import os

from firebase_functions import https_fn, options
from flask import Request, Response

import edge

options.set_global_options(region=os.environ.get("HEARTH_REGION", "us-central1"))


@https_fn.on_request(
    memory=options.MemoryOption.GB_1,
    cpu=1,
    concurrency=1,
    timeout_sec=960,
    max_instances=5,
    # An account without any role: nothing here needs one.
    service_account="crew@",
    invoker="public",
)
def crew(request: Request) -> Response:
    """POST with a crew's token; the answer is its work as it is done, one JSON object a line."""
    return edge.answer(request)
