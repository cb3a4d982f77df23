"""Integrations: an MCP server of others, a service by its specification, and what may go wrong."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from calling import call, calls, chunks, parts, post, results, says, until
from test_approval import answer, asks

import service_checks
from dev.paths import LOGS
from dev.ports import HOST, answers, free_ports, wait_until
from dev.processes import Child
from hearth import MODELS, Account, Hearth, turn
from scripted import asked, script, unscript
from store import integrations
from websites import Site, serving

SERVER = Path("node_modules/@modelcontextprotocol/server-everything/dist/index.js")


@pytest.fixture(scope="module")
def at(hearth: Hearth) -> str:
    """The chat function, free to reach this machine, and with a key for a service."""
    env = {"HEARTH_EGRESS_LOOPBACK": "1", "INTEGRATION_SHOP_KEY": "shop-secret"}
    return hearth.server("chat", **env).url


@pytest.fixture(scope="module")
def ada(hearth: Hearth) -> Account:
    return hearth.member("ada")


@pytest.fixture(scope="module")
def everything() -> Iterator[str]:
    """The reference server of the MCP project, from its registry."""
    (port,) = free_ports(1)
    child = Child(
        "The MCP server",
        [shutil.which("node") or "node", SERVER, "streamableHttp"],
        log=LOGS / f"mcp-{port}.log",
        env={"PORT": str(port), "PATH": os.environ["PATH"]},
    )
    try:
        wait_until(lambda: answers(port), what=child.name, seconds=60, alive=lambda: child.running)
        yield f"http://{HOST}:{port}/mcp"
    finally:
        child.stop()


@pytest.fixture(autouse=True)
def alone(hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test adds its own services."""
    monkeypatch.setenv("HEARTH_EGRESS_LOOPBACK", "1")
    monkeypatch.setenv("INTEGRATION_SHOP_KEY", "shop-secret")
    monkeypatch.setenv("INTEGRATION_EMPTY", "")
    yield
    unscript(hearth.simulator)
    for found in hearth.db.collection("integrations").stream():
        hearth.db.recursive_delete(found.reference)


def add(hearth: Hearth, name: str, **fields: Any) -> dict[str, Any]:
    """Add a service as the owner does, have it looked at, and return its health."""
    document = hearth.db.document("integrations", name)
    known = {"kind": "mcp", "agents": ["hearth"], "tools": None, "enabled": True, "secret": None}
    document.set({**known, **fields})
    service_checks.check()
    return document.get().to_dict().get("health", {})


def offered(hearth: Hearth, at: str, who: Account, **changes: Any) -> list[str]:
    """The names of the tools that a turn offers."""
    question = f"What can you do? {os.urandom(8).hex()}"
    script(hearth.simulator, says("This."))
    assert post(hearth, at, who, turn(question, **changes)).status == 200
    request = next(found for found in asked(hearth.simulator) if question in str(found))
    return [tool["name"] for tool in request["body"].get("tools", [])]


def waits_until_offered(hearth: Hearth, at: str, who: Account, name: str) -> None:
    """The function reads the services every few seconds."""
    until(lambda: name in offered(hearth, at, who), every=integrations.SECONDS / 4)


def test_a_server_of_others_is_used_through_the_official_sdk(
    hearth: Hearth, at: str, ada: Account, everything: str
) -> None:
    health = add(hearth, "every", label="Everything", url=everything)
    assert (health["ok"], health["message"]) == (True, "")
    assert {"echo", "get-sum"} <= set(health["tools"])
    waits_until_offered(hearth, at, ada, "every_echo")

    script(hearth.simulator, calls(call("every_echo", message="Hello, server.")))
    body = turn("Say hello to it.")
    (question,) = asks(post(hearth, at, ada, body))
    assert (question["subject"], question["lasting"]) == ("Everything: echo", True)
    script(hearth.simulator, calls(call("every_get-sum", a=2, b=40)))
    reply = post(hearth, at, ada, answer(body, **{question["toolCallId"]: "always"}))
    assert results(reply)[question["toolCallId"]] == "Echo: Hello, server."
    (other,) = asks(reply)
    assert other["subject"] == "Everything: get-sum"
    again = answer(body, **{other["toolCallId"]: "thread"})
    script(hearth.simulator, calls(call("every_echo", message="Again.")), says("Done."))
    reply = post(hearth, at, ada, again)
    assert asks(reply) == []
    assert sorted(map(str, results(reply).values())) == [
        "Echo: Again.",
        "The sum of 2 and 40 is 42.",
    ]
    assert reply.text() == "Done."


def test_a_picture_of_a_server_is_kept_for_the_person_and_shown_to_the_model(
    hearth: Hearth, at: str, ada: Account, everything: str
) -> None:
    add(hearth, "every", label="Everything", url=everything)
    waits_until_offered(hearth, at, ada, "every_get-tiny-image")
    script(hearth.simulator, calls(call("every_get-tiny-image")))
    body = turn("Show me the tiny image.")
    (question,) = asks(post(hearth, at, ada, body))
    script(hearth.simulator, says("A logo."))
    reply = post(hearth, at, ada, answer(body, **{question["toolCallId"]: "once"}))
    assert reply.text() == "A logo."
    output = results(reply)[question["toolCallId"]]
    (picture,) = output["pictures"]
    assert picture["mediaType"] == "image/jpeg"
    thread = hearth.db.document("users", ada.uid, "threads", body["threadId"])
    stored = thread.collection("images").document(picture["imageId"]).get().to_dict()
    assert stored["mediaType"] == "image/jpeg"
    assert stored["data"] not in str(parts(hearth, ada, body))

    def shown(question: str) -> list[bool]:
        """Whether the picture was in each request with that question, oldest first."""
        sent = [str(one["body"]) for one in asked(hearth.simulator) if question in str(one)]
        return [stored["data"] in one for one in sent]

    assert not shown("Show me the tiny image.")[0]
    assert any(shown("Show me the tiny image."))
    # It is there again in the next turn, and a model that does not see is told of it.
    follows = {"threadId": body["threadId"], "parent": f"{body['messageId']}-r"}
    post(hearth, at, ada, turn("What colour was it?", **follows))
    assert shown("What colour was it?")[0]
    blind = turn("And what shape?", model=MODELS["cohere"], **follows)
    assert post(hearth, at, ada, blind).status == 200
    assert not any(shown("And what shape?"))
    assert any("the person sees" in str(one) for one in asked(hearth.simulator))


def test_what_a_server_refuses_is_read_by_the_model(
    hearth: Hearth, at: str, ada: Account, everything: str
) -> None:
    add(hearth, "every", label="Everything", url=everything)
    waits_until_offered(hearth, at, ada, "every_get-sum")
    script(hearth.simulator, calls(call("every_get-sum", a="two")))
    body = turn("Add.")
    (question,) = asks(post(hearth, at, ada, body))
    script(hearth.simulator, says("It would not."))
    reply = post(hearth, at, ada, answer(body, **{question["toolCallId"]: "once"}))
    assert len(chunks(reply, "tool-output-error")) == 1
    assert reply.text() == "It would not."
    assert parts(hearth, ada, body)[0]["state"] == "output-error"


def test_only_the_tools_and_agents_that_the_owner_names_are_served(
    hearth: Hearth, at: str, ada: Account, everything: str
) -> None:
    add(hearth, "every", url=everything, tools=["echo"])
    until(
        lambda: [n for n in offered(hearth, at, ada) if n.startswith("every")] == ["every_echo"],
        every=integrations.SECONDS / 4,
    )
    tutors = hearth.member("tess", agents=("tutor",))
    assert "every_echo" not in offered(hearth, at, tutors, agent="tutor")


def test_a_service_that_is_switched_off_is_gone_in_seconds(
    hearth: Hearth, at: str, ada: Account, everything: str
) -> None:
    add(hearth, "every", url=everything)
    waits_until_offered(hearth, at, ada, "every_echo")
    hearth.db.document("integrations", "every").update({"enabled": False})
    until(lambda: "every_echo" not in offered(hearth, at, ada), every=integrations.SECONDS / 4)


def test_another_address_is_another_service_until_it_was_looked_at(
    hearth: Hearth, everything: str
) -> None:
    add(hearth, "every", url=everything)
    integrations.forget()
    assert integrations.added()[0].operations
    hearth.db.document("integrations", "every").update({"url": "http://127.0.0.1:9/mcp"})
    integrations.forget()
    assert integrations.added()[0].operations == ()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"kind": "stdio", "url": "npx server"}, "kind must be one of mcp, openapi."),
        ({"url": ""}, "url is missing."),
        ({"url": "http://127.0.0.1:9/mcp"}, "could not be reached"),
        ({"url": "http://169.254.169.254/mcp"}, "not on the public internet"),
        ({"url": "file:///etc/passwd"}, "Only http and https"),
        ({"url": "http://x.example/${ANTHROPIC_API_KEY}"}, "must not hold"),
        ({"url": "http://127.0.0.1:9/", "secret": "ANTHROPIC_API_KEY"}, "must begin with"),
        ({"url": "http://127.0.0.1:9/", "secret": "INTEGRATION_GONE"}, "There is no secret"),
        ({"url": "http://127.0.0.1:9/", "secret": "../INTEGRATION_X"}, "There is no secret"),
    ],
)
def test_health_says_what_is_wrong(
    hearth: Hearth, monkeypatch: pytest.MonkeyPatch, fields: dict[str, Any], message: str
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-secret")
    health = add(hearth, "broken", label="Broken", **fields)
    assert health["ok"] is False
    assert message in health["message"]
    assert "sk-secret" not in health["message"]
    integrations.forget()
    assert all(found.operations == () for found in integrations.added())


def test_a_key_goes_to_no_server_in_the_clear(
    hearth: Hearth, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HEARTH_EGRESS_LOOPBACK")
    health = add(hearth, "shop", url="http://shop.example/mcp", secret="INTEGRATION_SHOP_KEY")
    assert health["message"] == "A secret is sent over https alone."


# A service by its specification

SPEC: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "servers": [{"url": "/api"}],
    "paths": {
        "/items/{id}": {
            "parameters": [{"$ref": "#/components/parameters/id"}],
            "get": {
                "operationId": "getItem",
                "summary": "One item.",
                "parameters": [
                    {"name": "fields", "in": "query", "schema": {"type": "array"}},
                    {"name": "X-Trace", "in": "header", "schema": {"type": "string"}},
                ],
            },
        },
        "/gone": {"get": {"operationId": "gone", "summary": "Nothing."}},
        "/away": {"get": {"operationId": "away", "summary": "Elsewhere."}},
    },
    "components": {
        "parameters": {
            "id": {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
        }
    },
}


@pytest.fixture
def shop() -> Iterator[Site]:
    with serving() as served:
        _publish(served, SPEC)
        found = {"name": "Teapot", "price": 12}
        served.page(
            "/api/items/a%2Fb%20c?fields=name&fields=price",
            json.dumps(found).encode(),
            Content_Type="application/json",
        )
        served.redirect("/api/away", "http://evil.example/")
        yield served


def _publish(site: Site, spec: dict[str, Any]) -> None:
    site.page("/openapi.json", json.dumps(spec).encode(), Content_Type="application/json")


def _url(site: Site) -> str:
    return site.url("/openapi.json", host=HOST)


def test_a_service_is_used_by_its_specification(
    hearth: Hearth, at: str, ada: Account, shop: Site
) -> None:
    secret = "INTEGRATION_SHOP_KEY"
    health = add(hearth, "shop", kind="openapi", label="Shop", url=_url(shop), secret=secret)
    assert health["tools"] == ["getItem", "gone", "away"], health
    waits_until_offered(hearth, at, ada, "shop_getItem")
    wanted = call("shop_getItem", id="a/b c", fields=["name", "price"], **{"X-Trace": "no"})
    script(hearth.simulator, calls(wanted, call("shop_away")))
    body = turn("What does the teapot cost?")
    questions = asks(post(hearth, at, ada, body))
    assert [question["subject"] for question in questions] == ["Shop: getItem", "Shop: away"]
    script(hearth.simulator, says("12."))
    allowed = {question["toolCallId"]: "once" for question in questions}
    reply = post(hearth, at, ada, answer(body, **allowed))
    assert list(results(reply).values()) == [{"name": "Teapot", "price": 12}]
    assert "redirects elsewhere" in chunks(reply, "tool-output-error")[0]["errorText"]
    path, headers = next(seen for seen in shop.seen if seen[0].startswith("/api/items"))
    assert path == "/api/items/a%2Fb%20c?fields=name&fields=price"
    assert headers["authorization"] == "Bearer shop-secret"
    assert "x-trace" not in headers


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"openapi": "2.0"}, "version 3"),
        ({"servers": [{"url": "https://evil.example/"}]}, "not on its own host"),
        ({"servers": [{"url": "http://127.0.0.1:9/"}]}, "not on its own host"),
    ],
)
def test_a_specification_cannot_send_the_key_elsewhere(
    hearth: Hearth, shop: Site, change: dict[str, Any], message: str
) -> None:
    _publish(shop, {**SPEC, **change})
    health = add(hearth, "shop", kind="openapi", url=_url(shop), secret="INTEGRATION_SHOP_KEY")
    assert message in health["message"]


def test_a_specification_may_be_yaml_and_not_a_bomb(hearth: Hearth, shop: Site) -> None:
    import yaml

    text = yaml.safe_dump(SPEC)
    shop.page("/openapi.json", text.encode(), Content_Type="application/yaml")
    assert add(hearth, "shop", kind="openapi", url=_url(shop))["ok"] is True
    bomb = "a: &a [1, 2]\nb: &b [*a, *a]\nopenapi: 3.0.0\n"
    shop.page("/openapi.json", bomb.encode(), Content_Type="application/yaml")
    hearth.db.recursive_delete(hearth.db.document("integrations", "shop"))
    assert add(hearth, "shop", kind="openapi", url=_url(shop))["ok"] is False
