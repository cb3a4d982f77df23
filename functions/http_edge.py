"""The edge of every HTTP function: method, CORS, and errors as the JSON of the wire."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, cast

from flask import Request, Response

import log
from cors import cors_headers
from errors import HearthError, Internal, InvalidArgument, MethodNotAllowed, TooLarge
from events import HEADERS
from request import MAX_BODY_BYTES

Streamer = Callable[[str | None, bytes], Iterator[bytes]]
Caller = Callable[[str | None, dict[str, Any]], dict[str, Any]]


def answer_stream(request: Request, streamer: Streamer) -> Response:
    """Answer with server-sent events, or with a JSON error when the streamer refuses."""

    def respond() -> Response:
        stream = streamer(request.headers.get("Authorization"), _body(request))
        return Response(stream, headers=HEADERS)

    return _guarded(request, respond)


def answer_call(request: Request, function: Caller) -> Response:
    """Answer `{"data": {...}}` with `{"result": {...}}`, as Firebase's callables do."""

    def respond() -> Response:
        arguments = _arguments(_body(request))
        return _json({"result": function(request.headers.get("Authorization"), arguments)}, 200)

    return _guarded(request, respond)


def _guarded(request: Request, respond: Callable[[], Response]) -> Response:
    log.follow(request.headers.get("X-Cloud-Trace-Context"))
    cors = cors_headers(request.headers.get("Origin"))
    if request.method == "OPTIONS":
        return Response(status=204, headers=cors)
    try:
        if request.method != "POST":
            raise MethodNotAllowed("Use POST.")
        response = respond()
    except HearthError as error:
        response = _refusal(error)
    except Exception:
        log.exception("A request failed.")
        response = _refusal(Internal("Something went wrong on the server. Try again."))
    response.headers.extend(cors)
    return response


def _body(request: Request) -> bytes:
    if (request.content_length or 0) > MAX_BODY_BYTES:
        raise TooLarge("The message is too large to send. Shorten it.")
    return request.get_data(cache=False)


def _arguments(body: bytes) -> dict[str, Any]:
    try:
        data: Any = json.loads(body)["data"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InvalidArgument('The request must be JSON of the form {"data": {...}}.') from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise InvalidArgument("data must be an object.")
    return cast(dict[str, Any], data)


def _refusal(error: HearthError) -> Response:
    response = _json(error.body(), error.status)
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(max(1, round(error.retry_after)))
    return response


def _json(body: dict[str, Any], status: int) -> Response:
    return Response(
        json.dumps(body, ensure_ascii=False),
        status=status,
        headers={"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store"},
    )
