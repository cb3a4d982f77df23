"""MCP servers, over streamable HTTP, by the official SDK (modelcontextprotocol.io, "Tools")."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from cancel import Cancel
from egress import Egress, Refused
from integrations import MAX_OPERATIONS, Brought, Operation, Service
from tools import Input, ToolFailure

READ_SECONDS = 60.0
_DESCRIPTION = 1000

T = TypeVar("T")


def catalogue(service: Service, egress: Egress) -> list[Operation]:
    return _run(service, egress, Cancel(), _list)


def call(
    service: Service, operation: Operation, input: Input, egress: Egress, cancel: Cancel
) -> Any:
    async def ask(client: Any) -> Any:
        return await client.call_tool(operation.name, input)

    result = _run(service, egress, cancel, ask)
    told = _told(result)
    if result.is_error:
        raise ToolFailure(str(told)[:2000] or "The service says that it failed.")
    pictures = tuple(part.data for part in result.content if part.type == "image")
    return Brought(told, pictures) if pictures else told


async def _list(client: Any) -> list[Operation]:
    found: list[Operation] = []
    cursor: str | None = None
    while len(found) < MAX_OPERATIONS:
        page = await client.list_tools(cursor=cursor)
        found += [
            Operation(
                tool.name, (tool.description or "")[:_DESCRIPTION], _schema(tool.input_schema)
            )
            for tool in page.tools
        ]
        cursor = page.next_cursor
        if not cursor:
            break
    return found[:MAX_OPERATIONS]


def _schema(given: dict[str, Any]) -> dict[str, Any]:
    """The schema without what some providers refuse in it."""
    kept = {name: value for name, value in given.items() if not name.startswith("$")}
    return {**kept, "type": "object", "properties": given.get("properties") or {}}


def _run(service: Service, egress: Egress, cancel: Cancel, ask: Callable[[Any], Awaitable[T]]) -> T:
    """Connect, ask, and part again. The SDK is asynchronous, so this thread gets a loop.

    Raises:
        ToolFailure: the service could not be reached, or refused.
    """
    from mcp import Client
    from mcp.client.streamable_http import streamable_http_client

    async def session() -> T:
        async with (
            egress.async_client(service.headers) as http,
            Client(
                streamable_http_client(service.url, http_client=http),
                read_timeout_seconds=READ_SECONDS,
            ) as client,
        ):
            return await ask(client)

    async def cancellable() -> T:
        task = asyncio.ensure_future(session())
        loop = asyncio.get_running_loop()

        def stop() -> None:
            loop.call_soon_threadsafe(task.cancel)

        cancel.attach(stop)
        return await task

    try:
        return asyncio.run(cancellable())
    except asyncio.CancelledError:
        raise ToolFailure("The turn was stopped.") from None
    except ToolFailure:
        raise
    except Exception as error:
        raise ToolFailure(_problem(service, error)) from None


def _problem(service: Service, error: BaseException) -> str:
    """What went wrong, in our words: the SDK groups errors, and quotes what it was sent."""
    causes = _causes(error)
    for cause in causes:
        if isinstance(cause, Refused):
            return cause.message
    names = {type(cause).__name__ for cause in causes}
    if "MCPError" in names:
        return f"{service.label} refused, or did not answer as an MCP server does."
    return f"{service.label} could not be reached."


def _causes(error: BaseException) -> list[BaseException]:
    group: Any = error
    inner: tuple[BaseException, ...] = (
        group.exceptions if isinstance(error, BaseExceptionGroup) else ()
    )
    return [error, *(cause for each in inner for cause in _causes(each))]


def _told(result: Any) -> Any:
    """What a call brought: its structure where it has one, else its texts."""
    if result.structured_content:
        return result.structured_content
    texts = [_text(part) for part in result.content if part.type != "image"]
    return texts[0] if len(texts) == 1 else "\n\n".join(texts)


def _text(part: Any) -> str:
    match part.type:
        case "text":
            return part.text
        case "resource" if hasattr(part.resource, "text"):
            return part.resource.text
        case "resource_link":
            return f"[{part.name}: {part.uri}]"
        case kind:
            return f"[{kind}, which can't be shown here]"
