"""Services that describe themselves by OpenAPI 3: each operation is a tool (spec.openapis.org)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import quote, urlencode, urljoin, urlsplit

from cancel import Cancel
from egress import TEXT_TYPES, Egress, Moved, Page, Refused, host_of
from integrations import MAX_OPERATIONS, Operation, Service
from tools import Input, ToolFailure

METHODS = ("get", "post", "put", "patch", "delete")
# A specification comes as JSON or as YAML, under many names.
_TYPES = (*TEXT_TYPES, "application/yaml", "application/x-yaml", "application/vnd.oai.openapi")
_MAX_DEPTH = 6

Json = dict[str, Any]


def catalogue(service: Service, egress: Egress) -> list[Operation]:
    page = _ask(egress, Cancel(), "GET", service.url, service.headers, None)
    if page.status != 200:
        raise ToolFailure(f"The specification answers with status {page.status}.")
    document = _parsed(page.text)
    base = _base(document, service.url)
    return list(_operations(document, base))[:MAX_OPERATIONS]


def call(
    service: Service, operation: Operation, input: Input, egress: Egress, cancel: Cancel
) -> Any:
    method, url, body = _request(operation, input)
    headers = {**service.headers, "Accept": "application/json"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    page = _ask(egress, cancel, method, url, headers, body)
    if not 200 <= page.status < 300:
        raise ToolFailure(f"{service.label} answered with status {page.status}: {page.text[:500]}")
    return _answer(page)


def _ask(
    egress: Egress,
    cancel: Cancel,
    method: str,
    url: str,
    headers: dict[str, str],
    body: bytes | None,
) -> Page:
    """One exchange. A redirect is refused: the key must not follow it."""
    try:
        page = egress.request(method, url, cancel, headers=headers, body=body, types=_TYPES)
    except Refused as refused:
        raise ToolFailure(refused.message) from None
    if isinstance(page, Moved):
        raise ToolFailure("The service redirects elsewhere, which is not followed.")
    return page


def _answer(page: Page) -> Any:
    if not page.body:
        return {"status": page.status}
    if "json" in page.media_type:
        try:
            return json.loads(page.text)
        except (ValueError, RecursionError):
            pass
    return page.text


def _parsed(text: str) -> Json:
    """The specification.

    Raises:
        ToolFailure: it is none.
    """
    try:
        document: Any = json.loads(text)
    except RecursionError:
        document = None
    except ValueError:
        document = _yaml(text)
    if not isinstance(document, dict):
        raise ToolFailure("That is not an OpenAPI specification.")
    found = cast(Json, document)
    if not str(found.get("openapi", "")).startswith("3."):
        raise ToolFailure("That is not an OpenAPI specification of version 3.")
    return found


def _yaml(text: str) -> Any:
    import yaml as library

    yaml: Any = library
    try:
        # Aliases can make a small text an endless structure; no specification needs them.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text)):
            return None
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError):
        return None


def _base(document: Json, spec_url: str) -> str:
    """Where the operations are: on the specification's own host, or nowhere.

    Raises:
        ToolFailure: the specification names another host, which the owner did not.
    """
    servers = _dicts(document.get("servers"))
    named = str(servers[0].get("url") or "/") if servers else "/"
    base = urljoin(spec_url, named)
    try:
        own = host_of(base) == host_of(spec_url) and _port(base) == _port(spec_url)
    except Refused as refused:
        raise ToolFailure(refused.message) from None
    if not own:
        raise ToolFailure("The specification's server is not on its own host.")
    return base.rstrip("/")


def _port(url: str) -> tuple[str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.port


def _operations(document: Json, base: str) -> Iterator[Operation]:
    for path, item in _dict(document.get("paths")).items():
        shared = _dicts(_dict(item).get("parameters"))
        for method in METHODS:
            if described := _dict(_dict(item).get(method)):
                yield _operation(document, base, path, method, described, shared)


def _operation(
    document: Json, base: str, path: str, method: str, described: Json, shared: list[Json]
) -> Operation:
    given = [*shared, *_dicts(described.get("parameters"))]
    parameters = [_dict(_resolved(document, parameter)) for parameter in given]
    # Headers and cookies are not the model's to set.
    placed = [parameter for parameter in parameters if parameter.get("in") in ("path", "query")]
    properties = {str(parameter.get("name")): _schema(document, parameter) for parameter in placed}
    required = [str(p.get("name")) for p in placed if p.get("required") or p["in"] == "path"]
    body = _body(document, described)
    if body is not None:
        properties["body"] = body
        required.append("body")
    name = described.get("operationId") or f"{method}{re.sub(r'[^A-Za-z0-9]+', '_', path)}"
    said = described.get("summary") or described.get("description") or f"{method.upper()} {path}"
    return Operation(
        name=str(name),
        description=str(said)[:1000],
        parameters={"type": "object", "properties": properties, "required": required},
        where={
            "method": method.upper(),
            "url": base + path,
            "in": {str(parameter.get("name")): parameter["in"] for parameter in placed},
        },
    )


def _body(document: Json, described: Json) -> Json | None:
    """The schema of the JSON that the operation takes; `None` when it takes none."""
    content = _dict(_dict(_resolved(document, described.get("requestBody"))).get("content"))
    for media_type, taken in content.items():
        if "json" in media_type:
            return _dict(_resolved(document, _dict(taken).get("schema")))
    return None


def _schema(document: Json, parameter: Json) -> Json:
    schema = _dict(_resolved(document, parameter.get("schema"))) or {"type": "string"}
    described = parameter.get("description")
    return {**schema, "description": str(described)[:500]} if described else schema


def _resolved(document: Json, value: Any, depth: int = _MAX_DEPTH) -> Any:
    """The value with its references followed, as far down as a model needs to see."""
    if isinstance(value, list):
        return [_resolved(document, item, depth - 1) for item in cast(list[Any], value)]
    if not isinstance(value, dict):
        return value
    if depth <= 0:
        return {}
    fields = cast(Json, value)
    if isinstance(reference := fields.get("$ref"), str):
        return _resolved(document, _referred(document, reference), depth - 1)
    return {name: _resolved(document, item, depth - 1) for name, item in fields.items()}


def _referred(document: Json, reference: str) -> Any:
    """What a reference within the document names; nothing is ever fetched for one."""
    at: Any = document if reference.startswith("#/") else {}
    for step in reference.removeprefix("#/").split("/"):
        at = _dict(at).get(step.replace("~1", "/").replace("~0", "~"))
    return at


def _request(operation: Operation, input: Input) -> tuple[str, str, bytes | None]:
    """Method, address and body of a call.

    Raises:
        ToolFailure: a part of the path is missing.
    """
    where = operation.where
    places = cast(dict[str, str], where["in"])
    url = str(where["url"])
    query: list[tuple[str, str]] = []
    for name, place in places.items():
        value = input.get(name)
        if place == "path":
            url = url.replace(f"{{{name}}}", _segment(name, value))
        elif value is not None:
            values = cast(list[Any], value) if isinstance(value, list) else [value]
            query += [(name, _plain(item)) for item in values]
    address = f"{url}?{urlencode(query)}" if query else url
    body = input.get("body")
    encoded = None if body is None else json.dumps(body).encode()
    return str(where["method"]), address, encoded


def _segment(name: str, value: Any) -> str:
    """A value as one segment of a path: it cannot leave its place."""
    segment = quote(_plain(value), safe="")
    if value is None or segment in ("", ".", ".."):
        raise ToolFailure(f"{name} is missing.")
    return segment


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _dict(value: Any) -> Json:
    return cast(Json, value) if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[Json]:
    if not isinstance(value, list):
        return []
    return [cast(Json, item) for item in cast(list[Any], value) if isinstance(item, dict)]
