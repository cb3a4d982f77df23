"""App Check in the browser: the page proves itself to the functions, within its own policy."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Generator
from contextlib import ExitStack
from typing import Any

import pytest
from person import ANSWER_MS, Person
from playwright.sync_api import Route, expect
from stage import Home, NewPerson

from dev.deploy.site import with_recaptcha
from dev.site import local_config
from proofs import proof, published_keys

# What Google's script offers, as far as the SDK uses it.
RECAPTCHA = """self.grecaptcha = { enterprise: {
  ready: (then) => then(),
  render: (box, { callback }) => { callback(); return 0; },
  execute: () => Promise.resolve("a-look-at-the-page"),
} };"""

Fulfil = Callable[[Route], None]


@pytest.fixture(scope="module")
def guarded(home: Home) -> Generator[dict[str, str]]:
    """Addresses of functions that answer their own page only."""
    with ExitStack() as last:
        keys = last.enter_context(published_keys())
        env = {"HEARTH_APP_CHECK": "1", "APP_CHECK_JWKS_URL": keys}
        servers = {name: home.hearth.server(name, **env) for name in ("chat", "join")}
        yield {name: server.url for name, server in servers.items()}
        for server in servers.values():
            server.kill()


def configured(home: Home, overrides: dict[str, str], **changes: Any) -> Fulfil:
    """Answers with a `/config.js` of this test's."""
    config = {**local_config(home.hearth.ports, overrides=overrides), **changes}
    text = f"self.HEARTH = {json.dumps(config)};"
    return lambda route: route.fulfill(content_type="text/javascript", body=text)


def with_its_policy(route: Route) -> None:
    """The page with the policy that a deploy with App Check gives it."""
    response = route.fetch()
    policy = with_recaptcha(response.headers["content-security-policy"])
    headers = {**response.headers, "content-security-policy": policy}
    route.fulfill(response=response, headers=headers)


def given_a_proof(route: Route) -> None:
    """App Check's own server, which believes what Google's script saw."""
    route.fulfill(
        headers={"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*"},
        json={"token": proof(), "ttl": "3600s"},
    )


@pytest.fixture
def page_of(
    new_person: NewPerson, home: Home, guarded: dict[str, str]
) -> Callable[[dict[str, str] | None], Person]:
    """Makes a person with the page of a deploy, with App Check or without."""

    def make(app_check: dict[str, str] | None) -> Person:
        # Chromium takes a page that a test hands it for one of a public address.
        person = new_person(permissions=["local-network-access"])
        if app_check:
            person.page.route(f"{home.address}/", with_its_policy)
        config = configured(home, guarded, appCheck=app_check)
        person.page.route("**/config.js", config)
        return person

    return make


PageOf = Callable[[dict[str, str] | None], Person]
SWITCHED_ON = {"siteKey": "6L-public"}


def test_the_page_proves_itself_and_is_answered(page_of: PageOf) -> None:
    person = page_of(SWITCHED_ON)
    person.page.route(
        re.compile(r"^https://www\.google\.com/recaptcha/enterprise\.js"),
        lambda route: route.fulfill(content_type="text/javascript", body=RECAPTCHA),
    )
    person.page.route(re.compile(r"firebaseappcheck\.googleapis\.com"), given_a_proof)
    person.sign_up("proved@hearth.test")
    person.ask("Name a river.")


@pytest.mark.parametrize("app_check", [None, SWITCHED_ON], ids=["not asked for", "blocked"])
def test_a_page_that_proves_nothing_is_told_so(
    page_of: PageOf, home: Home, app_check: dict[str, str] | None
) -> None:
    member = home.hearth.member("unproved")
    person = page_of(app_check)
    asked_for: list[str] = []
    person.page.on("request", lambda request: asked_for.append(request.url))
    person.page.route(re.compile(r"^https://www\.google\.com/"), lambda route: route.abort())
    person.sign_in(member.email)
    person.send("Name a river.")
    refused = person.page.get_by_text("This server answers its own page only.")
    expect(refused.first).to_be_visible(timeout=ANSWER_MS)
    # Where App Check is not on, nothing of it is fetched.
    assert asked_for
    assert any("recaptcha" in url for url in asked_for) == (app_check is not None)
