"""The connections below the SDKs: kept open, kept apart, and cut when asked."""

from __future__ import annotations

import ssl
import subprocess
import sys
import threading
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import httpx
import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from dev.paths import FUNCTIONS
from dev.ports import HOST
from providers.connections import tls, transport

each_library = pytest.mark.parametrize("http", [httpx, httpx2], ids=["httpx", "httpx2"])


class Server(BaseHTTPRequestHandler):
    """Answers in two pieces; `/slow` waits for `go` before the second."""

    protocol_version = "HTTP/1.1"
    connections: ClassVar[set[Any]] = set()
    go: ClassVar[threading.Event] = threading.Event()

    def do_POST(self) -> None:
        self.connections.add(self.client_address)
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"3\r\none\r\n")
        if self.path == "/slow":
            self.go.wait(10.0)
        self.wfile.write(b"3\r\ntwo\r\n0\r\n\r\n")

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def address() -> Generator[str]:
    Server.connections.clear()
    Server.go.clear()
    server = ThreadingHTTPServer((HOST, 0), Server)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://{HOST}:{server.server_port}"
    Server.go.set()
    server.shutdown()
    server.server_close()
    thread.join()


@each_library
def test_the_next_call_finds_the_connection_open(http: ModuleType, address: str) -> None:
    with http.Client(transport=transport(http)) as client:
        answers = [client.post(address, content=b"Hi") for _ in range(3)]
    assert [(answer.status_code, answer.text) for answer in answers] == [(201, "onetwo")] * 3
    assert len(Server.connections) == 1


@each_library
def test_a_response_that_was_left_is_not_read_by_the_next_call(
    http: ModuleType, address: str
) -> None:
    with http.Client(transport=transport(http)) as client:
        with client.stream("POST", f"{address}/slow", content=b"Hi") as left:
            assert next(left.iter_raw()) == b"one"
        Server.go.set()
        assert client.post(address, content=b"Hi").text == "onetwo"
    assert len(Server.connections) == 2


@each_library
def test_pieces_come_as_they_are_sent_and_a_cut_wakes_the_reader(
    http: ModuleType, address: str
) -> None:
    with (
        http.Client(transport=transport(http)) as client,
        client.stream("POST", f"{address}/slow", content=b"Hi") as response,
    ):
        pieces = response.iter_raw()
        assert next(pieces) == b"one"
        threading.Timer(0.1, response.extensions["cut"]).start()
        with pytest.raises(http.RemoteProtocolError):
            next(pieces)


@each_library
def test_a_server_that_is_silent_or_not_there_is_told_in_the_librarys_words(
    http: ModuleType, address: str
) -> None:
    with http.Client(transport=transport(http), timeout=0.2) as client:
        with (
            client.stream("POST", f"{address}/slow", content=b"Hi") as response,
            pytest.raises(http.ReadTimeout),
        ):
            response.read()
        with pytest.raises(http.ConnectError):
            client.post(f"http://{HOST}:9", content=b"Hi")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for this machine, with its key, that nobody has signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = tmp_path / "certificate.pem"
    path.write_bytes(private + signed.public_bytes(Encoding.PEM))
    return path


@each_library
def test_a_server_whose_certificate_nobody_vouches_for_is_told_nothing(
    http: ModuleType, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Server.connections.clear()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = ThreadingHTTPServer((HOST, 0), Server)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"https://localhost:{server.server_port}"
    try:
        tls.cache_clear()
        with http.Client(transport=transport(http)) as client, pytest.raises(http.ConnectError):
            client.post(address, content=b"Hi")
        assert not Server.connections
        tls.cache_clear()
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with http.Client(transport=transport(http)) as client:
            assert client.post(address, content=b"Hi").text == "onetwo"
    finally:
        tls.cache_clear()
        server.shutdown()
        server.server_close()


def test_an_sdk_is_imported_while_a_turn_is_checked_and_no_other() -> None:
    script = (
        "import sys, threading, providers\n"
        "providers.prepare('nobody'); providers.prepare('llama')\n"
        "[thread.join() for thread in threading.enumerate() if thread.name == 'prepare']\n"
        "print('providers.llama' in sys.modules, 'anthropic' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=FUNCTIONS, capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == ["True", "False"]
