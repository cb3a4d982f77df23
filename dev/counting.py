"""A Firestore that counts: stands before the emulator, hands every call on, and adds up what a
project would be charged for.

Point `FIRESTORE_EMULATOR_HOST` at its address. Looks for a stop and checkpoints are counted apart,
because there are as many of them as a turn takes time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import grpc
from google.cloud.firestore_v1 import types

from dev.ports import HOST

_SERVICE = "/google.firestore.v1.Firestore/"
_STREAMED = {f"{_SERVICE}{name}" for name in ("BatchGetDocuments", "RunQuery")}
# The fields by which running turns are looked after, and those that a checkpoint writes.
_LOOKS = {"stop"}
_CHECKPOINT = {"heartbeatAt", "tail"}

_grpc: Any = grpc
_types: Any = types


@dataclass(frozen=True)
class Operations:
    """What is charged."""

    reads: int = 0
    writes: int = 0
    deletes: int = 0

    def __add__(self, other: Operations) -> Operations:
        return Operations(
            self.reads + other.reads, self.writes + other.writes, self.deletes + other.deletes
        )


def _none() -> dict[str, Operations]:
    return {"turn": Operations(), "looks": Operations(), "checkpoints": Operations()}


@dataclass
class Counter:
    """The counts so far. `turn` is everything that is neither a look nor a checkpoint.

    `bytes_written` is the size of all writes, as they go over the wire.
    """

    address: str = ""
    bytes_written: int = 0
    counts: dict[str, Operations] = field(default_factory=_none)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, some: Operations, size: int = 0) -> None:
        with self._lock:
            self.counts[kind] += some
            self.bytes_written += size

    def take(self) -> dict[str, Operations]:
        """The counts since the last call."""
        with self._lock:
            taken, self.counts = self.counts, _none()
        return taken


@contextmanager
def counting(emulator: str) -> Generator[Counter]:
    """A counter before the Firestore emulator at that address."""
    counter = Counter()
    with _grpc.insecure_channel(emulator) as channel, ThreadPoolExecutor(32) as workers:
        server = _grpc.server(workers)
        server.add_generic_rpc_handlers((_Handler(channel, counter),))
        port = server.add_insecure_port(f"{HOST}:0")
        server.start()
        try:
            counter.address = f"{HOST}:{port}"
            yield counter
        finally:
            server.stop(grace=1).wait()


class _Handler(_grpc.GenericRpcHandler):
    def __init__(self, channel: Any, counter: Counter) -> None:
        self._channel = channel
        self._counter = counter

    def service(self, handler_call_details: Any) -> Any:
        method: str = handler_call_details.method
        if method in _STREAMED:
            return _grpc.unary_stream_rpc_method_handler(self._streamed(method))
        return _grpc.unary_unary_rpc_method_handler(self._answered(method))

    def _streamed(self, method: str) -> Callable[[bytes, Any], Iterator[bytes]]:
        def handle(request: bytes, context: Any) -> Iterator[bytes]:
            kind = _kind_of_read(method, request)
            found = 0
            call = self._channel.unary_stream(method)
            try:
                for response in call(request, metadata=context.invocation_metadata()):
                    documents = _documents(method, response)
                    found += documents
                    # Before it is handed on: whoever has the last one may look at the count.
                    self._counter.add(kind, Operations(reads=documents))
                    yield response
            except grpc.RpcError as error:
                _hand_on(error, context)
            if found == 0:
                # A query without a result is charged as one read.
                self._counter.add(kind, Operations(reads=1))

        return handle

    def _answered(self, method: str) -> Callable[[bytes, Any], bytes]:
        def handle(request: bytes, context: Any) -> bytes:
            call = self._channel.unary_unary(method)
            try:
                response: bytes = call(request, metadata=context.invocation_metadata())
            except grpc.RpcError as error:
                _hand_on(error, context)
                raise
            if method == f"{_SERVICE}Commit":
                self._counter.add(*_written(request), size=len(request))
            return response

        return handle


def _hand_on(error: grpc.RpcError, context: Any) -> None:
    failed = cast(Any, error)
    context.abort(failed.code(), failed.details())


def _kind_of_read(method: str, request: bytes) -> str:
    if not method.endswith("BatchGetDocuments"):
        return "turn"
    mask = _types.BatchGetDocumentsRequest.deserialize(request).mask
    return "looks" if set(mask.field_paths) & _LOOKS else "turn"


def _documents(method: str, response: bytes) -> int:
    if method.endswith("RunQuery"):
        return int("document" in _types.RunQueryResponse.deserialize(response))
    read = _types.BatchGetDocumentsResponse.deserialize(response)
    return int(bool(read.found.name or read.missing))


def _written(request: bytes) -> tuple[str, Operations]:
    writes = _types.CommitRequest.deserialize(request).writes
    deletes = sum(bool(write.delete) for write in writes)
    fields = {
        name
        for write in writes
        for name in (
            *write.update_mask.field_paths,
            *(transform.field_path for transform in write.update_transforms),
        )
    }
    kind = "checkpoints" if fields and fields <= _CHECKPOINT else "turn"
    return kind, Operations(writes=len(writes) - deletes, deletes=deletes)
