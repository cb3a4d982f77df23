"""What the schedule does every minute."""

from __future__ import annotations

import log
import service_checks
import suspension
from config import provider_status
from store import calls, members, shares, sweep


def run() -> None:
    """Settle lost turns, follow the Auth console, look after services, end what has expired."""
    if settled := sweep.sweep() + calls.sweep():
        log.info("swept", turns=settled)
    if changed := suspension.follow_auth():
        log.info("followed", accounts=changed)
    if looked_at := service_checks.check():
        log.info("services", checked=looked_at)
    shares.delete_expired()
    members.publish_providers(provider_status())
