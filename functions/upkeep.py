"""What the schedules do, every minute and every day."""

from __future__ import annotations

import departed
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


def run_daily() -> None:
    """Erase what accounts have left behind that were deleted in the Auth console."""
    if erased := departed.follow():
        log.info("departed", erased=erased)
