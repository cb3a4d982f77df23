"""App Check: whether a request comes from the owner's own site, where the owner has switched it on.

With `HEARTH_APP_CHECK=1`, every function that wants an account wants the token that the client gets
from App Check as well. It is verified as Firebase's documentation says ("Verify App Check tokens
from a custom backend"). firebase-admin can do the same, but only against Google's keys, so it could
not be tried out here; `APP_CHECK_JWKS_URL` names other keys, for a demo project alone.
"""

from __future__ import annotations

import functools
import os

import jwt

from config import project
from errors import Unauthenticated, Unavailable

HEADER = "X-Firebase-AppCheck"
JWKS_URL = "https://firebaseappcheck.googleapis.com/v1/jwks"
ISSUER = "https://firebaseappcheck.googleapis.com/"
# The keys rotate; the documentation allows to remember them for six hours.
KEYS_SECONDS = 6 * 3600


def is_on() -> bool:
    """Whether the owner has switched it on."""
    return os.environ.get("HEARTH_APP_CHECK", "") == "1"


def check_app(token: str | None) -> None:
    """Refuse what does not come from the owner's site, if that is switched on.

    Raises:
        Unauthenticated: there is no token, or it is forged, expired, or of another project.
        Unavailable: Google's keys can't be had.
    """
    if not is_on():
        return
    if not token:
        raise Unauthenticated("This server answers its own page only. Open it, and try there.")
    try:
        key = _keys(jwks_url()).get_signing_key_from_jwt(token)
        claims = jwt.decode(
            token,
            key.key,
            algorithms=["RS256"],
            audience=f"projects/{project()}",
            options={"require": ["exp", "iss", "aud", "sub"]},
        )
    except jwt.PyJWKClientConnectionError as error:
        raise Unavailable("This page can't be checked right now.", retryable=True) from error
    except jwt.PyJWTError as error:
        raise Unauthenticated(
            "This page could not be verified. Reload it, then try again."
        ) from error
    if not str(claims["iss"]).startswith(ISSUER):
        raise Unauthenticated("This page could not be verified. Reload it, then try again.")


def jwks_url() -> str:
    """Where the keys are. A real project takes no other than Google's."""
    own = os.environ.get("APP_CHECK_JWKS_URL")
    return own if own and project().startswith("demo-") else JWKS_URL


@functools.cache
def _keys(url: str) -> jwt.PyJWKClient:
    return jwt.PyJWKClient(url, lifespan=KEYS_SECONDS)
