"""The generations that run in this process: started, watched, checkpointed, and shut down.

One watcher thread serves them all and lives only while there are any. Every second it asks, in
one round trip, which of them shall stop, and has the due checkpoints written.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import cache

import auth
import log
from errors import Unavailable
from generation import Generation
from store import threads

WATCH_SECONDS = 1.0
# What is ended in the Auth console is asked for less often: that is another service.
ACCOUNT_SECONDS = 5.0
# More turns at once than this, and a new one is refused with a hint instead of waiting in silence.
MAX_RUNNING = int(os.environ.get("MAX_RUNNING_TURNS", "200"))
# Cloud Run kills a container ten seconds after SIGTERM.
SHUTDOWN_SECONDS = 6.0

_lock = threading.Lock()
_running: dict[str, Generation] = {}
_watching = False


def check_room(path: str | None = None) -> None:
    """Refuse a turn that this instance has no room for.

    Args:
        path: of its reply; one that runs here already is only joined.

    Raises:
        Unavailable: there is none; another instance may have some.
    """
    if len(_running) >= MAX_RUNNING and path not in _running:
        raise Unavailable(
            "The server is busy. Your message waits and is sent again in a moment.",
            retry_after=2.0,
            retryable=True,
        )


def start(generation: Generation) -> None:
    """Run a generation on a thread of its own."""
    global _watching
    with _lock:
        _running[generation.turn.path] = generation
        if not _watching:
            _watching = True
            threading.Thread(target=_watch, name="watcher", daemon=True).start()
    # The thread logs under the trace of the request that began the turn.
    run = copy_context().run
    threading.Thread(target=run, args=(_run, generation), name="generation", daemon=True).start()


def _run(generation: Generation) -> None:
    try:
        generation.run()
    finally:
        with _lock:
            _running.pop(generation.turn.path, None)


def _watch() -> None:
    global _watching
    accounts_due = time.monotonic() + ACCOUNT_SECONDS
    while True:
        time.sleep(WATCH_SECONDS)
        with _lock:
            generations = dict(_running)
            if not generations:
                _watching = False
                return
        _stop_asked(generations)
        if time.monotonic() >= accounts_due:
            accounts_due = time.monotonic() + ACCOUNT_SECONDS
            _writers().submit(_stop_ended, generations)
        for generation in generations.values():
            if generation.is_overdue():
                generation.stop("interrupted")
            elif generation.is_due():
                _writers().submit(_checkpoint, generation)


def _stop_asked(generations: dict[str, Generation]) -> None:
    try:
        asked = threads.watch(list(generations))
    except Exception:
        # Firestore may be out of reach for a moment; the next second asks again.
        log.exception("Running turns could not be watched.")
        return
    for path, stop in asked.items():
        if stop:
            generations[path].stop()


def _stop_ended(generations: dict[str, Generation]) -> None:
    """Stop the turns of accounts that were disabled or deleted in the Auth console."""
    try:
        ended = auth.ended({generation.turn.uid for generation in generations.values()})
    except Exception:
        log.exception("The accounts of running turns could not be checked.")
        return
    for generation in generations.values():
        if generation.turn.uid in ended:
            generation.stop()


def _checkpoint(generation: Generation) -> None:
    try:
        generation.checkpoint()
    except Exception:
        log.exception("A checkpoint could not be written.")


@cache
def _writers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=8, thread_name_prefix="checkpoint")


def shut_down() -> None:
    """Flush every running turn at once, and give each a few seconds to finish by itself.

    What has not finished by then is stored as interrupted, to be continued elsewhere.
    """
    with _lock:
        generations = list(_running.values())
    for written in [_writers().submit(_checkpoint, generation) for generation in generations]:
        written.result()
    deadline = time.monotonic() + SHUTDOWN_SECONDS
    while _running and time.monotonic() < deadline:
        time.sleep(0.1)
    for generation in list(_running.values()):
        generation.stop("interrupted")
    deadline = time.monotonic() + 2.0
    while _running and time.monotonic() < deadline:
        time.sleep(0.05)


def watch_for_sigterm() -> None:
    """Have `shut_down` run in a gunicorn worker before it ends.

    The worker installs its own handler for SIGTERM, and only after this module is imported. So
    the signal is blocked in the worker's threads, a thread of ours waits for it, and hands it on
    when the turns are safe.
    """
    os.register_at_fork(after_in_child=_block_sigterm)


def _block_sigterm() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    threading.Thread(target=_await_sigterm, name="sigterm", daemon=True).start()


def _await_sigterm() -> None:
    signal.sigwait({signal.SIGTERM})
    try:
        shut_down()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        os.kill(os.getpid(), signal.SIGTERM)
