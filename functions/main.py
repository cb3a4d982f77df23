"""The functions that Firebase deploys, and nothing else: what each one does is in its module.

`chat` holds many streams at once and little work: a turn waits for its provider nearly all the
time. 200 of them, of 17 deltas a second each, take half a CPU and 200 MB (`make bench-relay`), so
an instance has one CPU, room for 200, and memory for the pictures that they may carry. `THREADS` in
functions/.env must be larger than that, because gunicorn gives every stream a thread, and four per
CPU otherwise.
"""

from __future__ import annotations

import collector as collector

import os
from typing import Any

from firebase_functions import firestore_fn, https_fn, options, scheduler_fn
from flask import Request, Response

import http_edge
import running

# Limits for all, so that no flood runs up a bill. `hearth@` is the project's service account of
# that name, with the few roles that docs/OWNER.md lists. No function declares a secret: one that
# does not exist would block the deploy, so keys are read at run time (config.py).
options.set_global_options(
    region=os.environ.get("HEARTH_REGION", "us-central1"),
    memory=options.MemoryOption.MB_512,
    timeout_sec=60,
    max_instances=10,
    service_account="hearth@",
)
running.watch_for_sigterm()


@https_fn.on_request(
    memory=options.MemoryOption.GB_1, cpu=1, concurrency=200, timeout_sec=960, invoker="public"
)
def chat(request: Request) -> Response:
    """POST a message; the answer is a stream of events."""
    import chat as turn

    return http_edge.answer_stream(request, turn.chat)


@https_fn.on_request(memory=options.MemoryOption.MB_512, invoker="public")
def join(request: Request) -> Response:
    """Make the caller's account document, once."""
    import membership

    return http_edge.answer_call(request, membership.join)


@https_fn.on_request(memory=options.MemoryOption.MB_512, invoker="public")
def share(request: Request) -> Response:
    """Make a link to a conversation of the caller's."""
    import sharing

    return http_edge.answer_call(request, sharing.share)


@https_fn.on_request(memory=options.MemoryOption.MB_512, invoker="public")
def unshare(request: Request) -> Response:
    """Take such a link back."""
    import sharing

    return http_edge.answer_call(request, sharing.unshare)


@https_fn.on_request(memory=options.MemoryOption.MB_512, invoker="public")
def copy_share(request: Request) -> Response:
    """Go on from a shared conversation in a thread of the caller's own."""
    import sharing

    return http_edge.answer_call(request, sharing.copy_share)


@https_fn.on_request(memory=options.MemoryOption.MB_512, invoker="public")
def shared(request: Request) -> Response:
    """GET the page of a shared conversation; Hosting serves it under /s/."""
    import shared_page

    return http_edge.answer_page(request, shared_page.read)


@https_fn.on_request(memory=options.MemoryOption.MB_512, invoker="public")
def overview(request: Request) -> Response:
    """How the community is doing, for its owner."""
    import administration

    return http_edge.answer_call(request, administration.overview)


@https_fn.on_request(memory=options.MemoryOption.MB_512, invoker="public")
def import_threads(request: Request) -> Response:
    """Store threads that the caller has brought from a file."""
    import importing

    return http_edge.answer_call(request, importing.import_threads, limit=importing.MAX_BODY_BYTES)


@https_fn.on_request(memory=options.MemoryOption.MB_512, timeout_sec=540, invoker="public")
def export_account(request: Request) -> Response:
    """Everything that is stored of the caller."""
    import belongings

    return http_edge.answer_call(request, belongings.export_account)


@https_fn.on_request(memory=options.MemoryOption.MB_512, timeout_sec=540, invoker="public")
def delete_account(request: Request) -> Response:
    """Erase the caller's account and all that belongs to it."""
    import belongings

    return http_edge.answer_call(request, belongings.delete_account)


@https_fn.on_request(
    memory=options.MemoryOption.GB_1, cpu=1, concurrency=200, timeout_sec=960, invoker="public"
)
def v1(request: Request) -> Response:
    """What OpenAI's API answers under /v1, for a member's other tools."""
    import door

    return http_edge.answer_door(request, door.door)


@https_fn.on_request(invoker="public")
def create_token(request: Request) -> Response:
    """Make a personal token for such a tool; it is shown once."""
    import tokens

    return http_edge.answer_call(request, tokens.create_token)


@https_fn.on_request(invoker="public")
def revoke_token(request: Request) -> Response:
    """End a personal token of the caller's."""
    import tokens

    return http_edge.answer_call(request, tokens.revoke_token)


@firestore_fn.on_document_deleted(document="users/{uid}/threads/{threadId}", timeout_sec=540)
def on_thread_deleted(event: firestore_fn.Event[Any]) -> None:
    """Delete what is under a deleted thread."""
    from store import threads

    threads.delete_under(event.params["uid"], event.params["threadId"])


@firestore_fn.on_document_written(document="users/{uid}")
def on_account_written(event: firestore_fn.Event[Any]) -> None:
    """Sign out whoever was suspended, and look for what the owner may have mistyped."""
    import administration
    import suspension

    before, after = event.data.before, event.data.after
    suspension.on_account_written(
        event.params["uid"], before and before.to_dict(), after and after.to_dict()
    )
    administration.check_all()


@firestore_fn.on_document_written(document="agents/{agentId}")
def on_agent_written(_event: firestore_fn.Event[Any]) -> None:
    """Look for what the owner may have mistyped."""
    import administration

    administration.check_all()


@firestore_fn.on_document_written(document="models/{modelId}")
def on_model_written(_event: firestore_fn.Event[Any]) -> None:
    """Look for what the owner may have mistyped."""
    import administration

    administration.check_all()


@firestore_fn.on_document_written(document="invites/{code}")
def on_invite_written(_event: firestore_fn.Event[Any]) -> None:
    """Look for what the owner may have mistyped."""
    import administration

    administration.check_all()


@firestore_fn.on_document_written(document="settings/app")
def on_settings_written(_event: firestore_fn.Event[Any]) -> None:
    """Look for what the owner may have mistyped."""
    import administration

    administration.check_all()


@scheduler_fn.on_schedule(schedule="every 1 minutes", max_instances=1)
def sweep(_event: scheduler_fn.ScheduledEvent) -> None:
    """Settle the turns whose function died, and tell the client which providers are set up."""
    import upkeep

    upkeep.run()


@scheduler_fn.on_schedule(schedule="every day 03:17", max_instances=1, timeout_sec=540)
def tidy(_event: scheduler_fn.ScheduledEvent) -> None:
    """Erase what accounts have left behind that were deleted in the Auth console."""
    import upkeep

    upkeep.run_daily()
