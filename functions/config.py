"""Where keys and addresses come from: the environment, Secret Manager, or the local simulator.

A key is looked for in the environment first (`functions/.secret.local` arrives there), then in
Secret Manager, where it is cached for `KEY_SECONDS` so that a new version is picked up without a
deploy. With `HEARTH_SIMULATOR` set, a provider without a key is played by that local server, and
says so. A provider with neither is not configured: it cannot be used, and breaks nothing.
"""

from __future__ import annotations

import os
import re
import threading
import time
from dataclasses import dataclass
from typing import Any

from errors import Unavailable
from providers import NAMES, Endpoint

KEY_SECONDS = 300.0

# The simulator's address of each provider's wire format.
SIMULATED_PATHS = {
    "anthropic": "/anthropic",
    "openai": "/v1",
    "google": "/gemini",
    "cohere": "/cohere",
    "mistral": "/mistral",
    "llama": "/v1",
}


def project() -> str:
    """The Firebase project's id.

    Raises:
        RuntimeError: no project is named in the environment.
    """
    for name in ("GCLOUD_PROJECT", "GOOGLE_CLOUD_PROJECT"):
        if value := os.environ.get(name):
            return value
    raise RuntimeError("Set GCLOUD_PROJECT to the id of the Firebase project.")


def function_url(name: str) -> str:
    """Where a function answers: `HEARTH_<NAME>_URL`, or beside the others."""
    if url := os.environ.get(f"HEARTH_{name.upper()}_URL"):
        return url
    region = os.environ.get("HEARTH_REGION", "us-central1")
    base = os.environ.get("HEARTH_FUNCTIONS_URL")
    return f"{base or f'https://{region}-{project()}.cloudfunctions.net'}/{name}"


def endpoint(provider: str) -> Endpoint | None:
    """Where and with which key to reach a provider; `None` when it is not configured."""
    base_url = os.environ.get(f"{provider.upper()}_BASE_URL") or None
    key = _key(f"{provider.upper()}_API_KEY")
    if key:
        return Endpoint(key, base_url)
    if provider == "google" and (location := os.environ.get("VERTEX_LOCATION")):
        return Endpoint("", base_url, vertex=(project(), location))
    if provider == "llama" and (location := os.environ.get("LLAMA_VERTEX_LOCATION")):
        return Endpoint("", base_url, vertex=(project(), location))
    if provider == "llama" and base_url:
        # A server of one's own, such as Ollama, asks for no key.
        return Endpoint("none", base_url)
    if simulator := os.environ.get("HEARTH_SIMULATOR"):
        return Endpoint("simulated", simulator + SIMULATED_PATHS[provider], simulated=True)
    return None


def require_endpoint(provider: str) -> Endpoint:
    """Like `endpoint`.

    Raises:
        Unavailable: the provider is not configured.
    """
    found = endpoint(provider)
    if found is None:
        raise Unavailable(
            f"{provider.capitalize()} is not set up on this server. Pick another model, "
            "or ask the owner to add its key."
        )
    return found


def provider_status() -> dict[str, dict[str, bool]]:
    """What the client shows of each provider: `{name: {configured, simulated}}`."""
    found = {name: endpoint(name) for name in NAMES}
    return {
        name: {"configured": at is not None, "simulated": at is not None and at.simulated}
        for name, at in found.items()
    }


# An integration's key has a name of its own kind, so that its document can't send a provider's
# key, or any other variable of this process, to an address of its choice.
INTEGRATION_PREFIX = "INTEGRATION_"


def integration_key(secret: str) -> str | None:
    """The key that an integration names; `None` when the name or the key is not there."""
    if not re.fullmatch(rf"{INTEGRATION_PREFIX}[A-Z0-9_]{{1,80}}", secret):
        return None
    return _key(secret) or None


def service_key(service: str) -> str:
    """The key of a service that tools use, such as `brave`; empty when there is none."""
    return _key(f"{service.upper()}_API_KEY")


@dataclass(frozen=True)
class _Cached:
    key: str
    expires: float


_keys: dict[str, _Cached] = {}
_lock = threading.Lock()


def _key(secret: str) -> str:
    """The key of that name, or an empty string when there is none."""
    if value := os.environ.get(secret, "").strip():
        return value
    if not _in_cloud():
        return ""
    with _lock:
        cached = _keys.get(secret)
        if cached is None or cached.expires < time.monotonic():
            cached = _Cached(_read_secret(secret), time.monotonic() + KEY_SECONDS)
            _keys[secret] = cached
        return cached.key


def _in_cloud() -> bool:
    """Demo projects exist on no cloud, so their keys come from the environment alone."""
    return not project().startswith("demo-") or "SECRET_MANAGER_EMULATOR_HOST" in os.environ


def _read_secret(secret: str) -> str:
    from google.api_core.exceptions import NotFound, PermissionDenied

    name = f"projects/{project()}/secrets/{secret}/versions/latest"
    try:
        response = _secret_manager().access_secret_version(name=name, timeout=10.0)
    except (NotFound, PermissionDenied):
        return ""
    return response.payload.data.decode().strip()


def _secret_manager() -> Any:
    from google.cloud import secretmanager

    host = os.environ.get("SECRET_MANAGER_EMULATOR_HOST")
    if host is None:
        return secretmanager.SecretManagerServiceClient()
    import grpc
    from google.cloud.secretmanager_v1.services.secret_manager_service.transports import (
        SecretManagerServiceGrpcTransport,
    )

    channel = grpc.insecure_channel(host)
    return secretmanager.SecretManagerServiceClient(
        transport=SecretManagerServiceGrpcTransport(channel=channel)
    )
