"""Who is asking: the Firebase ID token of a request, checked.

Signature, audience, issuer and expiry are checked by firebase-admin against Google's certificates.
Revocation and disabled accounts need a look-up, which is cached for `ACCOUNT_SECONDS`.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

import firebase_admin
from firebase_admin import auth, exceptions

from config import project
from errors import Unauthenticated, Unavailable

ACCOUNT_SECONDS = 20.0


@dataclass(frozen=True)
class Caller:
    """An account whose token is good. It need not be a member yet."""

    uid: str
    email: str
    email_verified: bool
    name: str


@dataclass(frozen=True)
class Account:
    """What can end an account's sessions. `valid_after` is in seconds since the epoch."""

    disabled: bool
    valid_after: float
    expires: float


# firebase-admin is not annotated: its calls are made through these.
_sdk: Any = firebase_admin
_auth: Any = auth

_accounts: dict[str, Account] = {}
_lock = threading.Lock()


def app() -> firebase_admin.App:
    """The one Firebase app of this process."""
    check_emulators()
    with _lock:
        try:
            return _sdk.get_app()
        except ValueError:
            return _sdk.initialize_app(options={"projectId": project()})


def check_emulators() -> None:
    """Refuse to run a real project on an emulator.

    Raises:
        RuntimeError: the Auth emulator is named outside a demo project. It accepts unsigned
            tokens, so a real project must never use it.
    """
    if os.environ.get("FIREBASE_AUTH_EMULATOR_HOST") and not project().startswith("demo-"):
        raise RuntimeError("FIREBASE_AUTH_EMULATOR_HOST is for demo- projects only. Unset it.")


def authenticate(authorization: str | None) -> Caller:
    """The caller that an `Authorization: Bearer <ID token>` header proves.

    Raises:
        Unauthenticated: there is no token, or it is forged, expired, revoked, of another project,
            or of a disabled account.
        Unavailable: the check itself could not be made.
    """
    claims = _verify(bearer(authorization))
    uid = cast(str, claims["uid"])
    account = check_account(uid)
    if claims["auth_time"] < account.valid_after:
        raise Unauthenticated("You have been signed out. Please sign in again.")
    return Caller(
        uid=uid,
        email=str(claims.get("email", "")),
        email_verified=bool(claims.get("email_verified", False)),
        name=str(claims.get("name", "")),
    )


def check_account(uid: str) -> Account:
    """Refuse an account that is gone or disabled, as of `ACCOUNT_SECONDS` ago at the earliest.

    Raises:
        Unauthenticated: it is.
        Unavailable: the check itself could not be made.
    """
    account = _account(uid)
    if account.disabled:
        raise Unauthenticated("This account has been disabled. Ask the owner about it.")
    return account


def bearer(authorization: str | None) -> str:
    """The token of an `Authorization: Bearer <token>` header.

    Raises:
        Unauthenticated: there is none.
    """
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated("Please sign in: this needs a bearer token.")
    return token.strip()


def _verify(token: str) -> dict[str, Any]:
    try:
        return cast(dict[str, Any], _auth.verify_id_token(token, app()))
    except auth.ExpiredIdTokenError as error:
        raise Unauthenticated("Your session has expired. Please sign in again.") from error
    except auth.CertificateFetchError as error:
        raise Unavailable(
            "Sign-in can't be checked right now. Try again.", retryable=True
        ) from error
    except (auth.InvalidIdTokenError, ValueError) as error:
        raise Unauthenticated("That sign-in is not valid. Please sign in again.") from error


def _account(uid: str) -> Account:
    now = time.monotonic()
    known = _accounts.get(uid)
    if known is not None and known.expires > now:
        return known
    account = _look_up(uid, expires=now + ACCOUNT_SECONDS)
    if len(_accounts) > 10_000:
        forget_accounts()
    _accounts[uid] = account
    return account


def ended(uids: Collection[str]) -> set[str]:
    """Those of up to 100 accounts that are disabled or gone, as of now.

    Raises:
        Unavailable: the check itself could not be made.
    """
    try:
        found = _auth.get_users([_auth.UidIdentifier(uid) for uid in uids], app())
    except exceptions.FirebaseError as error:
        raise Unavailable("Accounts can't be checked right now.", retryable=True) from error
    return set(uids) - {record.uid for record in found.users if not record.disabled}


def disabled() -> set[str]:
    """All accounts that are disabled."""
    records = _auth.list_users(app=app()).iterate_all()
    return {record.uid for record in records if record.disabled}


def everybody() -> set[str]:
    """The uids of all accounts.

    Raises:
        Unavailable: they can't all be listed.
    """
    try:
        return {record.uid for record in _auth.list_users(app=app()).iterate_all()}
    except exceptions.FirebaseError as error:
        raise Unavailable("Accounts can't be listed right now.", retryable=True) from error


def sign_out(uid: str) -> None:
    """End every session of an account: its tokens of before are good no more."""
    with contextlib.suppress(auth.UserNotFoundError):
        _auth.revoke_refresh_tokens(uid, app())
    _accounts.pop(uid, None)


def delete_account(uid: str) -> None:
    """Delete an account for good; nobody can sign in to it any more."""
    with contextlib.suppress(auth.UserNotFoundError):
        _auth.delete_user(uid, app())
    _accounts.pop(uid, None)


def forget_accounts() -> None:
    """Look every account up again at its next request."""
    _accounts.clear()


def _look_up(uid: str, *, expires: float) -> Account:
    try:
        record = _auth.get_user(uid, app())
    except auth.UserNotFoundError as error:
        raise Unauthenticated("This account no longer exists.") from error
    except exceptions.FirebaseError as error:
        raise Unavailable(
            "Sign-in can't be checked right now. Try again.", retryable=True
        ) from error
    valid_after = (record.tokens_valid_after_timestamp or 0) / 1000
    return Account(bool(record.disabled), valid_after, expires)
