"""The egress guard: what it lets out and what it does not, one case a line."""

from __future__ import annotations

import gzip
import json
import threading
import time
import zlib
from collections.abc import Callable, Generator

import httpx2
import pytest

import egress
from cancel import Cancel
from egress import Egress, Guard, Moved, Page, Refused, host_of, same_host
from websites import Site, serving

PUBLIC = "93.184.216.34"


@pytest.fixture(autouse=True)
def demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GCLOUD_PROJECT", "demo-egress")


def resolver(*addresses: str) -> Callable[[str, int], list[str]]:
    """A resolver that knows every name by these addresses, and an address by itself."""

    def look_up(host: str, port: int) -> list[str]:
        numeric = ":" in host or (host.replace(".", "").isalnum() and host[0].isdigit())
        return egress.look_up(host, port) if numeric else list(addresses)

    return look_up


def guard(*addresses: str) -> Guard:
    return Guard(look_up=resolver(*(addresses or (PUBLIC,))))


# What is refused

BY_FORM = [
    "file:///etc/passwd",
    "ftp://example.com/",
    "gopher://example.com/",
    "data:text/html,hello",
    "javascript:alert(1)",
    "//example.com/",
    "example.com",
    "http://",
    "http:///path",
    "http://example.com:0/",
    "http://example.com:22/",
    "http://example.com:443/",
    "https://example.com:80/",
    "https://example.com:6379/",
    "http://example.com:99999/",
    "http://user@example.com/",
    "http://user:password@example.com/",
    "http://example.com@127.0.0.1/",
    "http://good.example\\@evil.example/",
    "http://good.example\t.evil.example/",
    "http://example.com/\r\nHost: evil.example",
    "http://example.com/ with a space",
    "http://example.com/${OPENAI_API_KEY}",
    "http://${HOST}/",
    "http://example.com/" + "a" * 2000,
]

BY_NAME = [
    "http://localhost/",
    "http://localhost./",
    "http://LOCALHOST:8080/",
    "http://api.localhost/",
    "http://metadata.google.internal/computeMetadata/v1/",
    "http://METADATA.GOOGLE.INTERNAL./",
    "http://metadata.goog/",
    "http://metadata/",
    "http://instance-data.ec2.internal/latest/",
    "http://printer.local/",
    "http://router.lan/",
    "http://nas.home.arpa/",
    "http://intranet/",
]

BY_ADDRESS = [
    "http://127.0.0.1/",
    "http://127.1.2.3/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://0.0.0.0/",
    "http://0/",
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://10.0.0.1/",
    "http://10.255.255.255/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://100.100.100.200/",
    "http://169.254.169.254/latest/meta-data/",
    "http://0xa9fea9fe/",
    "http://2852039166/",
    "http://169.254.170.2/",
    "http://168.63.129.16/",
    "http://0xa83f8110/",
    "http://192.0.0.192/",
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://192.88.99.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[::]/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[::ffff:0:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b::169.254.169.254]/",
    "http://[64:ff9b:1::a00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::]/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
]


@pytest.mark.parametrize("url", [*BY_FORM, *BY_NAME, *BY_ADDRESS])
def test_an_address_that_is_not_of_the_public_internet_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        guard().check(url)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "169.254.169.254", "168.63.129.16", "::1", "::ffff:10.0.0.1",
     "64:ff9b::a9fe:a9fe", "fd00::1", "fe80::1%eth0"],
)  # fmt: skip
def test_a_public_name_for_a_private_address_is_refused(address: str) -> None:
    with pytest.raises(Refused):
        guard(address).check("https://innocent.example/")


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(Refused):
        guard(PUBLIC, "2606:4700::1111", "192.168.0.1").check("https://innocent.example/")


def test_a_name_without_an_address_is_refused() -> None:
    with pytest.raises(Refused, match="could not be found"):
        Guard(look_up=lambda _host, _port: []).check("https://nowhere.example/")


# What is let out


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://example.com/", PUBLIC),
        ("https://example.com/path?query=1#part", PUBLIC),
        ("https://example.com:8443/", PUBLIC),
        ("http://example.com:8080/", PUBLIC),
        ("https://localhost.example.com/", PUBLIC),
        ("https://internal.example/", PUBLIC),
        ("https://bücher.example/", PUBLIC),
        ("https://8.8.8.8/", "8.8.8.8"),
        ("https://[2606:4700:4700::1111]/", "2606:4700:4700::1111"),
        ("https://[::ffff:808:808]/", "8.8.8.8"),
        ("https://172.15.0.1/", "172.15.0.1"),
        ("https://172.32.0.1/", "172.32.0.1"),
        ("https://11.0.0.1/", "11.0.0.1"),
    ],
)
def test_a_public_address_passes_with_the_address_to_connect_to(url: str, address: str) -> None:
    assert guard().check(url) == address


def test_the_address_of_the_older_protocol_is_taken_first() -> None:
    assert guard("2606:4700::1111", PUBLIC).check("https://example.com/") == PUBLIC


def test_hosts_are_compared_as_names_and_not_as_text() -> None:
    assert same_host("https://example.com/a", "http://www.EXAMPLE.com./b")
    assert not same_host("https://example.com/", "https://example.com.evil.example/")
    assert not same_host("https://example.com/", "https://evilexample.com/")
    assert not same_host("https://example.com/", "https://evil.example/example.com")


def test_a_host_has_one_spelling() -> None:
    assert host_of("https://BÜCHER.example/") == "xn--bcher-kva.example"
    assert host_of("https://xn--bcher-kva.example./") == "xn--bcher-kva.example"


# Loopback is for tests


def test_loopback_is_refused_outside_a_demo_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GCLOUD_PROJECT", "hearth-of-ours")
    with pytest.raises(RuntimeError, match="demo-"):
        Guard(loopback=True)


def test_a_demo_project_may_allow_loopback_and_no_more() -> None:
    allowed = Guard(loopback=True, look_up=resolver("127.0.0.1", "10.0.0.1"))
    assert allowed.check("http://127.0.0.1:1234/") == "127.0.0.1"
    for url in ("http://10.0.0.1/", "http://169.254.169.254/", "http://half.example/"):
        with pytest.raises(Refused):
            allowed.check(url)


# The connection


@pytest.fixture
def site() -> Generator[Site]:
    with serving() as served:
        yield served


@pytest.fixture
def out() -> Egress:
    return Egress(Guard(loopback=True, look_up=resolver("127.0.0.1")))


def test_a_page_comes_back_from_the_pinned_address_under_its_own_name(
    site: Site, out: Egress
) -> None:
    site.page("/", "Grüße".encode("latin-1"), Content_Type="text/html; charset=latin-1")
    page = out.fetch(site.url(), Cancel())
    assert isinstance(page, Page)
    assert (page.status, page.media_type, page.text) == (200, "text/html", "Grüße")
    assert page.url == site.url()
    assert site.seen[0][1]["host"] == f"site.example:{site.port}"


def test_a_name_is_looked_up_once_so_that_it_cannot_change_its_mind(site: Site) -> None:
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    site.page("/", b"Hello.")
    assert isinstance(
        Egress(Guard(loopback=True, look_up=rebinding)).fetch(site.url(), Cancel()), Page
    )
    assert asked == ["site.example"]


def test_nothing_of_this_process_goes_along(
    site: Site, out: Egress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    site.page("/?key=$OPENAI_API_KEY", b"Hello.")
    out.fetch(site.url("/?key=$OPENAI_API_KEY"), Cancel())
    path, headers = site.seen[0]
    assert path == "/?key=$OPENAI_API_KEY"
    assert set(headers) == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert "sk-secret" not in json.dumps(headers)


def test_a_redirect_on_the_same_host_is_followed(site: Site, out: Egress) -> None:
    site.redirect("/old", "/new")
    site.page("/new", b"Here.")
    page = out.fetch(site.url("/old"), Cancel())
    assert isinstance(page, Page)
    assert page.url == site.url("/new")


def test_a_redirect_to_another_host_is_told_and_not_followed(site: Site, out: Egress) -> None:
    site.redirect("/", "https://elsewhere.example/?stolen=1")
    assert out.fetch(site.url(), Cancel()) == Moved("https://elsewhere.example/?stolen=1")
    assert len(site.seen) == 1


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "http://user:secret@site.example/", "gopher://site.example/"]
)
def test_a_redirect_is_checked_like_any_address(site: Site, out: Egress, to: str) -> None:
    site.redirect("/", to)
    with pytest.raises(Refused):
        out.fetch(site.url(), Cancel())


def test_a_redirect_to_a_host_that_turned_private_is_refused(site: Site) -> None:
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])
    out = Egress(Guard(loopback=True, look_up=lambda _host, _port: next(answers)))
    site.redirect("/", "/latest/meta-data")
    with pytest.raises(Refused):
        out.fetch(site.url(), Cancel())
    assert [path for path, _ in site.seen] == ["/"]


def test_redirects_in_a_circle_end(site: Site, out: Egress) -> None:
    site.redirect("/", "/")
    with pytest.raises(Refused, match="too often"):
        out.fetch(site.url(), Cancel())
    assert len(site.seen) == egress.MAX_REDIRECTS + 1


def test_cookies_are_not_kept(site: Site, out: Egress) -> None:
    site.answers["/"] = (302, {"Location": "/next", "Set-Cookie": "id=1"}, b"")
    site.page("/next", b"Here.")
    out.fetch(site.url(), Cancel())
    assert "cookie" not in site.seen[1][1]


def test_what_is_too_large_is_refused(site: Site, out: Egress) -> None:
    site.page("/", b"a" * (egress.MAX_BYTES + 1))
    with pytest.raises(Refused, match="larger"):
        out.fetch(site.url(), Cancel())


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)]
)
def test_what_unpacks_to_too_much_is_refused(
    site: Site, out: Egress, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    site.page("/bomb", pack(bytes(200_000_000)), Content_Encoding=encoding)
    site.page("/fine", pack(b"Hello."), Content_Encoding=encoding)
    with pytest.raises(Refused, match="larger"):
        out.fetch(site.url("/bomb"), Cancel())
    page = out.fetch(site.url("/fine"), Cancel())
    assert isinstance(page, Page)
    assert page.text == "Hello."


@pytest.mark.parametrize("kind", ["image/png", "application/octet-stream", "video/mp4", ""])
def test_what_is_not_text_is_refused(site: Site, out: Egress, kind: str) -> None:
    site.page("/", b"\x00\x01", Content_Type=kind)
    with pytest.raises(Refused):
        out.fetch(site.url(), Cancel())


def test_an_unknown_packing_is_refused(site: Site, out: Egress) -> None:
    site.page("/", b"xx", Content_Encoding="br")
    with pytest.raises(Refused, match="packed"):
        out.fetch(site.url(), Cancel())


@pytest.mark.parametrize("path", ["/slow", "/drip"])
def test_what_takes_too_long_is_refused(site: Site, out: Egress, path: str) -> None:
    """Silent, or never quite silent."""
    site.page(path, b"The beginning")
    began = time.monotonic()
    with pytest.raises(Refused):
        out.request("GET", site.url(path), Cancel(), seconds=0.3)
    assert time.monotonic() - began < 5


def test_a_stopped_turn_cuts_the_connection(site: Site, out: Egress) -> None:
    site.page("/slow", b"The beginning")
    cancel, ended = Cancel(), threading.Event()

    def read() -> None:
        with pytest.raises(Refused):
            out.fetch(site.url("/slow"), cancel)
        ended.set()

    reader = threading.Thread(target=read)
    reader.start()
    while not site.seen:
        ended.wait(0.01)
    cancel.fire()
    assert ended.wait(5)
    reader.join()


async def _get(out: Egress, url: str) -> httpx2.Response:
    async with out.async_client({"Authorization": "Bearer secret"}) as client:
        return await client.get(url)


def test_an_asynchronous_client_is_guarded_too(site: Site, out: Egress) -> None:
    import asyncio

    site.redirect("/", "http://elsewhere.example/")
    assert asyncio.run(_get(out, site.url())).status_code == 302
    assert len(site.seen) == 1
    with pytest.raises(Refused):
        asyncio.run(_get(out, "http://169.254.169.254/"))
