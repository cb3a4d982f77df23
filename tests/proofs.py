"""App Check as a test plays it: proofs that a page is the owner's, and Google's keys to check them.

The keys are served on loopback, with a pair of the test's own.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from app_check import ISSUER
from dev.emulators import PROJECT

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@contextmanager
def published_keys() -> Generator[str]:
    """The address of the public keys, while it is served."""
    public: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(KEY.public_key()))
    body = json.dumps({"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}).encode()

    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Keys)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/jwks"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def proof(key: rsa.RSAPrivateKey = KEY, kid: str = "one", **changes: Any) -> str:
    """A token of App Check's, with some claims changed or taken away."""
    claims: dict[str, Any] = {
        "iss": f"{ISSUER}123456",
        "sub": "1:123456:web:abcdef",
        "aud": ["projects/123456", f"projects/{PROJECT}"],
        "exp": int(time.time()) + 600,
        "iat": int(time.time()) - 5,
        **changes,
    }
    present = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(present, key, algorithm="RS256", headers={"kid": kid})
