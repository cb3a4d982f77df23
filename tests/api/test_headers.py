"""The headers that Hosting serves, read from the Hosting emulator."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Mapping
from http.client import HTTPConnection

import pytest

from dev.emulators import Emulators, Ports
from dev.paths import LOCAL
from dev.ports import HOST

PAGES = ("/", "/picture", "/config.js", "/sw.js", "/missing")
FILES = {
    "index.html": "<p>shell</p>",
    "picture.html": "<p>picture</p>",
    "404.html": "<p>nothing here</p>",
    "config.js": "self.HEARTH = {};",
    "sw.js": "",
    "_next/static/chunks/abc123.js": "",
}
YEAR = 365 * 24 * 3600


@pytest.fixture(scope="module")
def port() -> Generator[int]:
    """The port of a Hosting emulator with a site as small as can be."""
    site = LOCAL / f"site-headers-{os.getpid()}"
    for name, text in FILES.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text)
    at = Ports.free()
    hosting = Emulators(at, name=f"headers-{os.getpid()}", only=("hosting",), site=site)
    try:
        hosting.wait()
        yield at.hosting
    finally:
        hosting.stop()
        shutil.rmtree(site)


def headers(port: int, path: str) -> Mapping[str, str]:
    return _get(port, path)[1]


def _get(port: int, path: str) -> tuple[int, Mapping[str, str]]:
    connection = HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}
    finally:
        connection.close()


def policy(port: int, path: str) -> dict[str, list[str]]:
    lines = (line.split() for line in headers(port, path)["content-security-policy"].split(";"))
    return {name: sources for name, *sources in lines}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("strict-transport-security", "max-age=63072000; includeSubDomains"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-opener-policy", "same-origin-allow-popups"),
        ("cache-control", "no-cache"),
    ],
)
def test_every_page_is_served_with(port: int, path: str, name: str, value: str) -> None:
    assert headers(port, path)[name] == value


@pytest.mark.parametrize("path", PAGES)
def test_no_page_runs_a_script_that_is_written_into_it(port: int, path: str) -> None:
    scripts = policy(port, path)["script-src"]
    assert "'self'" in scripts
    assert not {"'unsafe-inline'", "'unsafe-eval'", "data:", "*"} & set(scripts)


def test_the_shell_stands_in_no_other_site_and_reaches_firebase(port: int) -> None:
    shell = policy(port, "/")
    assert shell["frame-ancestors"] == ["'none'"]
    assert {
        "https://identitytoolkit.googleapis.com",
        "https://securetoken.googleapis.com",
        "https://firestore.googleapis.com",
    } <= set(shell["connect-src"])


def test_a_file_with_a_hash_in_its_name_is_kept_for_a_year(port: int) -> None:
    cached = headers(port, "/_next/static/chunks/abc123.js")["cache-control"]
    assert cached == f"public, max-age={YEAR}, immutable"


def test_a_page_has_one_clean_address(port: int) -> None:
    status, found = _get(port, "/picture.html")
    assert (status, found["location"]) == (301, "/picture")


def test_an_unknown_address_is_not_found(port: int) -> None:
    assert _get(port, "/missing")[0] == 404
