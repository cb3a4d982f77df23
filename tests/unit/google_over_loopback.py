"""Google's sign-in services, played on loopback: a proxy that answers for their hosts over TLS.

The code under test is unchanged and believes that it talks to Google: the standard variables
`HTTPS_PROXY` and `REQUESTS_CA_BUNDLE` lead its requests here.
"""

from __future__ import annotations

import datetime
import json
import ssl
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

HOSTS = ("www.googleapis.com", "identitytoolkit.googleapis.com", "oauth2.googleapis.com")


@dataclass(frozen=True)
class Key:
    """An RSA key and a certificate for it, signed by itself."""

    private: rsa.RSAPrivateKey
    certificate: str

    @staticmethod
    def make(common_name: str, hosts: tuple[str, ...] = ()) -> Key:
        private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
        now = datetime.datetime.now(datetime.UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(private.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(
                x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts or ("x",)]),
                critical=False,
            )
            .sign(private, hashes.SHA256())
        )
        return Key(private, certificate.public_bytes(serialization.Encoding.PEM).decode())

    def private_pem(self) -> str:
        return self.private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode()


@dataclass
class Google:
    """The project `hearth-test` at Google: its signing key and its accounts."""

    folder: Path
    signing: Key
    accounts: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    lookups: int = 0

    def token(self, uid: str = "ada", *, key: Key | None = None, **changes: Any) -> str:
        """An ID token as Firebase Auth would sign it, with some claims changed."""
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": "https://securetoken.google.com/hearth-test",
            "aud": "hearth-test",
            "auth_time": now - 60,
            "iat": now - 60,
            "exp": now + 3540,
            "sub": uid,
            "user_id": uid,
            "email": f"{uid}@hearth.test",
            **changes,
        }
        pem = (key or self.signing).private_pem()
        return jwt.encode(claims, pem, algorithm="RS256", headers={"kid": "key-1"})

    def answer(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """What the real service would answer to a request."""
        if path.startswith("/robot/v1/metadata/x509/"):
            return {"key-1": self.signing.certificate}
        if path == "/token":
            return {"access_token": "t", "expires_in": 3600, "token_type": "Bearer"}
        if path.endswith("/accounts:lookup"):
            self.lookups += 1
            found = [self.accounts[uid] for uid in body["localId"] if uid in self.accounts]
            return {"users": found} if found else {}
        raise AssertionError(f"An unexpected request: {path}")


class Server(ThreadingHTTPServer):
    """A server whose closing waits for the requests in hand."""

    daemon_threads = False


def serve(google: Google) -> Server:
    """Start the proxy on a free port."""
    tls = Key.make("hearth test", HOSTS)
    (google.folder / "ca.pem").write_text(tls.certificate)
    (google.folder / "tls.pem").write_text(tls.private_pem() + tls.certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(google.folder / "tls.pem")
    (google.folder / "service-account.json").write_text(
        json.dumps(
            {
                "type": "service_account",
                "project_id": "hearth-test",
                "private_key": google.signing.private_pem(),
                "client_email": "hearth@hearth-test.iam.gserviceaccount.com",
                "token_uri": "https://oauth2.googleapis.com/token",
            }
        )
    )

    class Proxy(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_CONNECT(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.rfile.close()
            self.connection = context.wrap_socket(self.connection, server_side=True)
            self.rfile = self.connection.makefile("rb")
            self.wfile = self.connection.makefile("wb", buffering=0)  # pyright: ignore
            self.close_connection = False

        def finish(self) -> None:
            """The server closes the socket that it accepted; TLS has taken that one's place."""
            super().finish()
            self.connection.close()

        def do_GET(self) -> None:
            self._respond({})

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            self._respond(json.loads(text) if text.startswith("{") else {})

        def _respond(self, body: dict[str, Any]) -> None:
            payload = json.dumps(google.answer(self.path.split("?")[0], body)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(payload)))
            # One request per connection, so that neither side keeps a socket for later.
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(payload)

        def log_message(self, format: str, *args: Any) -> None:
            """Tests print nothing."""

    server = Server(("127.0.0.1", 0), Proxy)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return server
