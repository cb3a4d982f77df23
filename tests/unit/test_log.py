"""What a log line is made of, and what never gets into one."""

from __future__ import annotations

import io
import json
import threading
from contextvars import copy_context
from typing import Any

import pytest
from flask import Request, Response
from werkzeug.test import EnvironBuilder

import http_edge
import log

TRACE = "105445aa7843bc8bf206b12000100000"
SECRET = "my diary says: sk-live-0123456789"

Line = dict[str, Any]


@pytest.fixture(autouse=True)
def _project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GCLOUD_PROJECT", "demo-hearth")
    log.follow(None)


def lines(capsys: pytest.CaptureFixture[str]) -> list[Line]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_is_one_json_object_with_a_severity(capsys: pytest.CaptureFixture[str]) -> None:
    log.info("swept", turns=2)
    assert lines(capsys) == [{"severity": "INFO", "message": "swept", "turns": 2}]


def test_a_line_is_one_write_so_that_threads_do_not_mix_theirs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written: list[str] = []

    class Stderr(io.StringIO):
        def write(self, text: str) -> int:
            written.append(text)
            return len(text)

    monkeypatch.setattr("sys.stderr", Stderr())
    log.info("swept")
    assert written == ['{"severity": "INFO", "message": "swept"}\n']


@pytest.mark.parametrize(
    ("header", "span"),
    [
        (f"{TRACE}/74;o=1", "000000000000004a"),
        (f"{TRACE}/74", "000000000000004a"),
        (f"{TRACE};o=0", None),
        (TRACE, None),
    ],
)
def test_a_line_carries_the_trace_of_its_request(
    capsys: pytest.CaptureFixture[str], header: str, span: str | None
) -> None:
    log.follow(header)
    log.info("turn")
    (line,) = lines(capsys)
    assert line["logging.googleapis.com/trace"] == f"projects/demo-hearth/traces/{TRACE}"
    assert line.get("logging.googleapis.com/spanId") == span


@pytest.mark.parametrize("header", [None, "", "no trace", f"{TRACE}/x", f"x{TRACE}", "\n"])
def test_a_header_that_is_no_trace_adds_nothing(
    capsys: pytest.CaptureFixture[str], header: str | None
) -> None:
    log.follow(header)
    log.info("turn")
    assert lines(capsys) == [{"severity": "INFO", "message": "turn"}]


def test_the_next_request_on_a_thread_has_not_the_trace_of_the_last(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log.follow(TRACE)
    log.follow(None)
    log.info("turn")
    assert lines(capsys) == [{"severity": "INFO", "message": "turn"}]


def test_a_thread_that_goes_on_after_its_request_keeps_the_trace(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log.follow(TRACE)
    thread = threading.Thread(target=copy_context().run, args=(log.info, "turn"))
    log.follow(None)
    thread.start()
    thread.join()
    assert lines(capsys)[0]["logging.googleapis.com/trace"].endswith(TRACE)


def test_an_error_is_one_that_error_reporting_groups_by_its_place(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("K_SERVICE", "chat")
    monkeypatch.setenv("K_REVISION", "chat-00007")
    _fail(log.exception)
    (line,) = lines(capsys)
    assert line["severity"] == "ERROR"
    assert line["@type"].endswith("v1beta1.ReportedErrorEvent")
    assert line["serviceContext"] == {"service": "chat", "version": "chat-00007"}
    trace = line["stack_trace"].splitlines()
    assert trace[0] == "Traceback (most recent call last):"
    assert any(line.startswith('  File "') and "in _fail" in line for line in trace)
    assert trace[-1] == "RuntimeError: A turn failed."


def test_the_text_of_an_exception_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    _fail(log.exception)
    assert SECRET not in capsys.readouterr().err


def _fail(logged: Any) -> None:
    quoted = SECRET
    try:
        raise RuntimeError(quoted)
    except RuntimeError:
        logged("A turn failed.")


def test_a_failing_request_is_logged_with_its_trace_and_without_its_body(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def failing(_authorization: str | None, arguments: dict[str, Any]) -> dict[str, Any]:
        raise RuntimeError(str(arguments))

    response = _post(failing)
    assert response.status_code == 500
    assert SECRET not in response.get_data(as_text=True)
    told = capsys.readouterr().err
    assert SECRET not in told
    (line,) = [json.loads(line) for line in told.splitlines()]
    assert line["logging.googleapis.com/trace"].endswith(TRACE)
    assert "in failing" in line["stack_trace"]


def _post(function: http_edge.Caller) -> Response:
    builder = EnvironBuilder(
        method="POST",
        json={"data": {"text": SECRET}},
        headers=[
            ("X-Cloud-Trace-Context", f"{TRACE}/1;o=1"),
            ("Authorization", f"Bearer {SECRET}"),
        ],
    )
    return http_edge.answer_call(Request(builder.get_environ()), function)


def test_a_user_is_named_by_a_hash() -> None:
    assert log.hashed("uid-1") == log.hashed("uid-1") != log.hashed("uid-2")
    assert "uid-1" not in log.hashed("uid-1")
