"""Ports: what is held is nobody else's, and still the server's that it is held for."""

from __future__ import annotations

import socket

import pytest

from dev.ports import HOST, answers, hold_port


def test_a_held_port_is_only_for_a_server_that_asks_for_it() -> None:
    with hold_port() as holder, socket.socket() as other, socket.socket() as server:
        port: int = holder.getsockname()[1]
        assert not answers(port)
        with pytest.raises(OSError, match="in use"):
            other.bind((HOST, port))
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, port))
        server.listen()
        assert answers(port)
        holder.close()
        assert answers(port)
