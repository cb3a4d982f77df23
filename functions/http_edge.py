"""The edge of every HTTP function: method, CORS, and errors as the JSON of the wire."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from flask import Request, Response

import door_reply
import log
from app_check import HEADER, check_app
from cors import cors_headers
from door_request import MAX_DOOR_BYTES
from errors import HearthError, Internal, InvalidArgument, MethodNotAllowed, TooLarge
from events import HEADERS
from request import MAX_BODY_BYTES

_JSON_HEADERS = {"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store"}

Streamer = Callable[[str | None, bytes], Iterator[bytes]]
# The result of a call: an object, or its JSON in pieces when there is a lot of it.
Caller = Callable[[str | None, dict[str, Any]], dict[str, Any] | Iterator[bytes]]
# (method, path, Authorization, body) -> an object or a stream.
Door = Callable[[str, str, str | None, bytes], dict[str, Any] | Iterator[bytes]]


@dataclass(frozen=True)
class Page:
    """What a browser gets: a status, a media type, headers and bytes."""

    status: int
    kind: str
    headers: Mapping[str, str]
    body: bytes


Reader = Callable[[str, Mapping[str, str]], Page]


def answer_stream(request: Request, streamer: Streamer) -> Response:
    """Answer with server-sent events, or with a JSON error when the streamer refuses."""

    def respond() -> Response:
        stream = streamer(request.headers.get("Authorization"), _body(request))
        return Response(stream, headers=HEADERS)

    return _guarded(request, respond)


def answer_call(request: Request, function: Caller, *, limit: int = MAX_BODY_BYTES) -> Response:
    """Answer `{"data": {...}}` with `{"result": {...}}`, as Firebase's callables do."""

    def respond() -> Response:
        body = _body(request, limit)
        result = function(request.headers.get("Authorization"), _arguments(body))
        if isinstance(result, dict):
            return _json({"result": result}, 200)
        pieces = itertools.chain([b'{"result": '], result, [b"}"])
        return Response(pieces, headers=_JSON_HEADERS)

    return _guarded(request, respond)


def answer_page(request: Request, reader: Reader) -> Response:
    """Answer a browser's GET with a page for everybody: no account, and no CORS."""
    log.follow(request.headers.get("X-Cloud-Trace-Context"))
    if request.method not in ("GET", "HEAD"):
        return _refusal(MethodNotAllowed("Use GET."))
    try:
        page = reader(request.path, dict(request.headers))
    except Exception:
        log.exception("A page failed.")
        return _refusal(Internal("Something went wrong on the server. Try again."))
    return Response(
        page.body, status=page.status, headers={**page.headers, "Content-Type": page.kind}
    )


def answer_door(request: Request, door: Door) -> Response:
    """Answer in the words of OpenAI's API: an object, or a stream of events."""

    def respond() -> Response:
        call = (request.method, request.path, request.headers.get("Authorization"))
        answer = door(*call, _body(request, MAX_DOOR_BYTES))
        if isinstance(answer, dict):
            return _json(answer, 200)
        return Response(answer, headers=door_reply.HEADERS)

    return _guarded(request, respond, methods=("GET", "POST"), own_page=False, refuse=_door_refusal)


def _door_refusal(error: HearthError) -> Response:
    response = _json(door_reply.refusal(error), error.status)
    # The openai SDK repeats a 429 by itself, which for a spent budget is of no use.
    response.headers["X-Should-Retry"] = "true" if error.retryable else "false"
    return _with_retry_after(response, error)


def _guarded(
    request: Request,
    respond: Callable[[], Response],
    *,
    methods: tuple[str, ...] = ("POST",),
    own_page: bool = True,
    refuse: Callable[[HearthError], Response] | None = None,
) -> Response:
    refuse = refuse or _refusal
    log.follow(request.headers.get("X-Cloud-Trace-Context"))
    cors = cors_headers(request.headers.get("Origin"))
    if request.method == "OPTIONS":
        return Response(status=204, headers=cors)
    try:
        if request.method not in methods:
            raise MethodNotAllowed(f"Use {' or '.join(methods)}.")
        if own_page:
            check_app(request.headers.get(HEADER))
        response = respond()
    except HearthError as error:
        response = refuse(error)
    except Exception:
        log.exception("A request failed.")
        response = refuse(Internal("Something went wrong on the server. Try again."))
    response.headers.extend(cors)
    return response


def _body(request: Request, limit: int = MAX_BODY_BYTES) -> bytes:
    if (request.content_length or 0) > limit:
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
    return _with_retry_after(_json(error.body(), error.status), error)


def _with_retry_after(response: Response, error: HearthError) -> Response:
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(max(1, round(error.retry_after)))
    return response


def _json(body: dict[str, Any], status: int) -> Response:
    return Response(
        json.dumps(body, ensure_ascii=False),
        status=status,
        headers=_JSON_HEADERS,
    )
