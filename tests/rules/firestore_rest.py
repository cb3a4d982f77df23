"""A small Firestore client over REST, which can ask as anybody: with any ID token, or with none.

The emulator checks no signatures, so a token is made by hand. `CONSOLE` is the emulator's word
for whoever the rules do not bind: the functions and the Firebase console.
"""

from __future__ import annotations

import base64
import http.client
import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from dev.ports import HOST

Fields = dict[str, Any]
# A field and what it must equal; `ITS_PATH` stands for the document's own.
Filter = tuple[str, Any]

ITS_PATH = "__name__"

CONSOLE = "owner"
# In fields: the time of the write by the server's clock, and a field to take away.
NOW = object()
GONE = object()


@dataclass(frozen=True)
class Answer:
    """What became of a request. `body` is the reply's JSON, or the reason of a refusal."""

    allowed: bool
    body: Any


def token(uid: str, project: str) -> str:
    """An ID token of the account, unsigned, as the Auth emulator makes them."""
    now = int(time.time())
    claims = {
        "iss": f"https://securetoken.google.com/{project}",
        "aud": project,
        "sub": uid,
        "user_id": uid,
        "email": f"{uid}@hearth.test",
        "auth_time": now,
        "iat": now,
        "exp": now + 3600,
    }
    return f"{_segment({'alg': 'none', 'typ': 'JWT'})}.{_segment(claims)}."


def _segment(claims: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()


class Firestore:
    """One project of the emulator, with rules, data and coverage of its own.

    Paths are relative to the project's root, such as `users/ada/notes/n1`. Every request names
    the token that it is made with; `None` is nobody's.
    """

    def __init__(self, port: int, project: str) -> None:
        self.project = project
        self._root = f"projects/{project}/databases/(default)/documents"
        self._connection = http.client.HTTPConnection(HOST, port, timeout=30)

    def close(self) -> None:
        self._connection.close()

    def load(self, rules: str) -> None:
        """Use these rules from now on, and count their coverage from zero."""
        files = [{"name": "firestore.rules", "content": rules}]
        self._emulator("PUT", "securityRules", {"rules": {"files": files}})

    def coverage(self) -> dict[str, Any]:
        """Every expression of the rules, with the values that it has had."""
        return cast(dict[str, Any], self._emulator("GET", "ruleCoverage", None))

    def get(self, path: str, token: str | None) -> Answer:
        """A document that does not exist may be asked for all the same: that is allowed."""
        return self._ask("GET", f"{self._root}/{path}", None, token)

    def list(
        self, collection: str, token: str | None, limit: int | None, where: Filter | None = None
    ) -> Answer:
        parent, name = self._split(collection)
        query = _query(name, limit, group=False)
        if where is not None:
            query["where"] = self._equal(*where)
        return self._ask("POST", f"{parent}:runQuery", {"structuredQuery": query}, token)

    def group(self, collection: str, token: str | None, limit: int | None) -> Answer:
        """Every collection of that name, wherever it is."""
        query = _query(collection.rpartition("/")[2], limit, group=True)
        return self._ask("POST", f"{self._root}:runQuery", {"structuredQuery": query}, token)

    def count(self, collection: str, token: str | None, limit: int | None) -> Answer:
        parent, name = self._split(collection)
        query = {"structuredQuery": _query(name, limit, group=False), "aggregations": [_COUNT]}
        body = {"structuredAggregationQuery": query}
        return self._ask("POST", f"{parent}:runAggregationQuery", body, token)

    def commit(self, writes: list[Fields], token: str | None) -> Answer:
        """Do all of these `create`, `update`, `put` and `delete`, or none."""
        return self._ask("POST", f"{self._root}:commit", {"writes": writes}, token)

    def create(self, path: str, fields: Fields) -> Fields:
        return {**self.put(path, fields), "currentDocument": {"exists": False}}

    def update(self, path: str, fields: Fields) -> Fields:
        """Change these fields of a document and leave the others."""
        kept = [name for name, value in fields.items() if value is not NOW]
        write = {**self.put(path, fields), "updateMask": {"fieldPaths": kept}}
        return {**write, "currentDocument": {"exists": True}}

    def put(self, path: str, fields: Fields) -> Fields:
        """Write the document whether it exists or not."""
        stored = {name: encode(value) for name, value in fields.items() if not _is_mark(value)}
        stamped = [
            {"fieldPath": name, "setToServerValue": "REQUEST_TIME"}
            for name, value in fields.items()
            if value is NOW
        ]
        document = {"name": f"{self._root}/{path}", "fields": stored}
        return {"update": document, "updateTransforms": stamped}

    def delete(self, path: str) -> Fields:
        return {"delete": f"{self._root}/{path}"}

    def _equal(self, name: str, value: Any) -> Fields:
        field = {"fieldPath": name}
        if value is None:
            return {"unaryFilter": {"op": "IS_NULL", "field": field}}
        path = {"referenceValue": f"{self._root}/{value}"}
        wanted = path if name == ITS_PATH else encode(value)
        return {"fieldFilter": {"field": field, "op": "EQUAL", "value": wanted}}

    def _split(self, collection: str) -> tuple[str, str]:
        parent, _, name = collection.rpartition("/")
        return f"{self._root}/{parent}".rstrip("/"), name

    def _ask(self, method: str, path: str, body: Any, token: str | None) -> Answer:
        status, answer = self._send(method, f"/v1/{path}", body, token)
        assert status in (200, 403, 404), f"{method} {path} is no question: {status} {answer}"
        return Answer(status != 403, answer["error"]["message"] if status == 403 else answer)

    def _emulator(self, method: str, name: str, body: Any) -> Any:
        path = f"/emulator/v1/projects/{self.project}:{name}"
        status, answer = self._send(method, path, body, CONSOLE)
        assert status == 200, f"The emulator refused {name}: {answer}"
        return answer

    def _send(self, method: str, path: str, body: Any, token: str | None) -> tuple[int, Any]:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        payload = None if body is None else json.dumps(body)
        self._connection.request(method, path, payload, headers)
        response = self._connection.getresponse()
        return response.status, json.loads(response.read())


_COUNT: Fields = {"alias": "count", "count": {}}


def _query(collection: str, limit: int | None, *, group: bool) -> Fields:
    query: Fields = {"from": [{"collectionId": collection, "allDescendants": group}]}
    return query if limit is None else {**query, "limit": limit}


def _is_mark(value: Any) -> bool:
    return value is NOW or value is GONE


def encode(value: Any) -> Fields:
    """A value as the REST API writes it. A `timedelta` is a time, so far from now."""
    match value:
        case None:
            return {"nullValue": None}
        case bool():
            return {"booleanValue": value}
        case int():
            return {"integerValue": str(value)}
        case float():
            return {"doubleValue": _number(value)}
        case str():
            return {"stringValue": value}
        case datetime():
            return {"timestampValue": value.isoformat()}
        case timedelta():
            return {"timestampValue": (datetime.now(UTC) + value).isoformat()}
        case list():
            return {"arrayValue": {"values": [encode(item) for item in cast(list[Any], value)]}}
        case dict():
            items = cast(Fields, value).items()
            return {"mapValue": {"fields": {name: encode(item) for name, item in items}}}
        case _:
            raise TypeError(f"Firestore holds no {type(value).__name__}.")


def _number(value: float) -> float | str:
    """JSON has no word for these two; the REST API spells them out."""
    if value != value:
        return "NaN"
    return "Infinity" if value == float("inf") else value
