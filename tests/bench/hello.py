"""The floor of a cold start: a function that has Auth and Firestore at hand, and says hello."""

from __future__ import annotations

from firebase_admin import auth
from firebase_functions import https_fn
from flask import Request, Response
from google.cloud import firestore

AT_HAND = (auth, firestore)


@https_fn.on_request()
def chat(_request: Request) -> Response:
    return Response("hello")
