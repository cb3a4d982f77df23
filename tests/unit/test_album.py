"""What becomes of the pictures that a service brings."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from shelf import Shelf, context

from album import MAX_PICTURES, shown
from consent import Permissions
from events import ToolInput, ToolOutput
from integrations import Brought
from messages import pictures_of
from toolbox import MAX_RESULT, Bound, Toolbox, fill


@pytest.fixture(autouse=True)
def demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GCLOUD_PROJECT", "demo-album")


def picture() -> str:
    written = BytesIO()
    Image.new("RGB", (4, 4), "red").save(written, "PNG")
    return base64.b64encode(written.getvalue()).decode()


def test_pictures_are_kept_beside_the_thread_and_named_in_the_result() -> None:
    shelf = Shelf()
    result = shown(Brought({"n": 2}, (picture(), picture())), shelf)
    assert result.told == {"n": 2}
    assert [image.image_id for image in result.images] == ["picture-1", "picture-2"]
    assert [image.data for image in result.images] == [data for _, data in shelf.pictures]
    assert {kind for kind, _ in shelf.pictures} == {"image/jpeg"}


@pytest.mark.parametrize(
    ("files", "kept", "lost"),
    [
        (["@@@"], 0, 1),
        ([base64.b64encode(b"<svg>").decode(), picture()], 1, 1),
        ([picture()] * (MAX_PICTURES + 3), MAX_PICTURES, 3),
    ],
)
def test_what_can_t_be_kept_is_told_of(files: list[str], kept: int, lost: int) -> None:
    result = shown(Brought("Here.", tuple(files)), Shelf())
    assert len(result.images) == kept
    assert result.told == f"Here.\n[Pictures that can't be shown here: {lost}.]"


def brings(told: Any, *, sees: bool, file: str | None = None) -> ToolOutput:
    """What a toolbox makes of a result with one picture."""
    plain = fill(["clock"], [], context())[0]
    result = shown(Brought(told, (file or picture(),)), Shelf())
    bound = Bound(plain.spec, plain.source, plain.subject, plain.key, lambda _: result)
    output = Toolbox([bound], Permissions, sees=sees).run(ToolInput("c1", "clock", {}))
    assert isinstance(output, ToolOutput)
    return output


@pytest.mark.parametrize(("sees", "seen"), [(True, 1), (False, 0)])
def test_the_model_is_shown_them_where_it_sees_and_the_person_always(sees: bool, seen: int) -> None:
    output = brings("Here.", sees=sees)
    told, named = pictures_of(output.output)
    assert (told, [image.image_id for image in named]) == ("Here.", ["picture-1"])
    assert len([image for image in output.images if image.data]) == seen


def test_a_long_result_is_cut_and_keeps_its_pictures() -> None:
    told, named = pictures_of(brings("x" * 100_000, sees=True).output)
    assert len(told["cut"]) == MAX_RESULT
    assert len(named) == 1


def test_a_result_whose_pictures_are_lost_is_plain() -> None:
    assert brings("Here.", sees=True, file="@@@").output == (
        "Here.\n[Pictures that can't be shown here: 1.]"
    )
