"""The crew over HTTP: the token it is called with is all that it is told."""

from __future__ import annotations

import json

from flask import Request, Response

from door import Door, Refused


def answer(request: Request) -> Response:
    """Run the crew that the token is for, or say why not."""
    if request.method != "POST":
        return _refusal(405, "invalid-argument", "Use POST.")
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        return _refusal(401, "unauthenticated", "This needs a crew's token.")
    door = Door(token.strip())
    try:
        job = door.job()
    except Refused as refused:
        return _refusal(refused.status, refused.code, str(refused))
    # Not before somebody with a good token asks: CrewAI takes seconds to import.
    from work import work

    return Response(
        work(job, door),
        headers={"Content-Type": "application/x-ndjson", "Cache-Control": "no-store"},
    )


def _refusal(status: int, code: str, message: str) -> Response:
    body = json.dumps({"error": {"code": code, "message": message}})
    return Response(body, status=status, headers={"Content-Type": "application/json"})
