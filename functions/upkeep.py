"""What the schedule does every minute."""

from __future__ import annotations

import log
from config import provider_status
from store import calls, members, sweep


def run() -> None:
    """Settle lost turns, and publish which providers are set up."""
    if settled := sweep.sweep() + calls.sweep():
        log.info("swept", turns=settled)
    members.publish_providers(provider_status())
