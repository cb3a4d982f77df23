"""Gemini and LLaMA on Vertex AI, by the project's own credentials: a token of Google's, no key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from dialects import DIALECTS
from google_over_loopback import Google, Key, serve
from playback import Playback, playback
from provider_requests import asked, run, step, text

from errors import Unavailable
from messages import TextPart
from providers import Endpoint

VERTEX = ("hearth-test", "europe-west1")
PATHS = {
    "google": (
        "/v1beta1/projects/hearth-test/locations/europe-west1/publishers/google/models/m"
        ":streamGenerateContent?alt=sse"
    ),
    "llama": "/chat/completions",
}


@pytest.fixture
def server() -> Iterator[Playback]:
    with playback() as played:
        yield played


@pytest.fixture
def credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Those of a service account, for which Google's token service is played."""
    tokens = serve(Google(tmp_path, Key.make("securetoken")))
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{tokens.server_address[1]}")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "service-account.json"))
    for name in ("GOOGLE_API_KEY", "GEMINI_API_KEY", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    yield
    tokens.shutdown()
    tokens.server_close()


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.usefixtures("credentials")
def test_a_request_carries_the_projects_token(name: str, server: Playback) -> None:
    dialect = DIALECTS[name]
    server.play(*dialect.said("It is ", "four."), *dialect.end(next(iter(dialect.REASONS))))
    request = step(name, server.url, asked(TextPart("Hi.")), system="Be brief.")
    events = run(replace(request, endpoint=Endpoint("", server.url, vertex=VERTEX)))
    assert text(events) == "It is four."
    (sent,) = server.requests
    assert sent.path == PATHS[name]
    assert sent.headers["authorization"] == "Bearer t"
    assert "x-goog-api-key" not in sent.headers
    assert list(dialect.read(sent.body)) == [
        ("system", "text", "Be brief."),
        ("user", "text", "Hi."),
    ]


@pytest.mark.parametrize("name", PATHS)
def test_without_credentials_the_provider_is_unavailable(
    name: str, server: Playback, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "missing.json"))
    endpoint = Endpoint("", f"{server.url}/without", vertex=VERTEX)
    with pytest.raises(Unavailable):
        run(replace(step(name, server.url), endpoint=endpoint))
    assert server.requests == []
