"""A stream asked for through OpenAI's SDK, by its own address instead of its resources.

The SDK's resources bring a class for every parameter: to import them takes as long as the rest of
the SDK, and to pass a long thread through them costs more than to send it. `post` is the SDK's way
to any address ("Undocumented endpoints"), with the same connection, authorization and errors.
"""

from __future__ import annotations

from typing import Any

from openai import OpenAI, Stream


def post(client: OpenAI, path: str, body: dict[str, Any]) -> Any:
    """Returns when the head of the answer has come; whoever holds the result keeps it open."""
    stream: Any = Stream[object]
    return client.post(
        path, body={**body, "stream": True}, cast_to=object, stream=True, stream_cls=stream
    )
