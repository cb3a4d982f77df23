"""Budgets: what is set aside covers what can be spent, and no more is admitted than there is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from budget import Account, check_budget, cost, reservation, tokens_of, tokens_of_text
from errors import ResourceExhausted
from messages import ImagePart, Message, Price, TextPart, Usage

PRICE = Price(input=3.0, output=15.0, cached_input=0.3)
FREE = Account(None, 5.0, 5.0)


def test_a_usage_is_charged_by_kind_of_token() -> None:
    usage = Usage(input_tokens=1_000_000, output_tokens=100_000, cached_input_tokens=400_000)
    assert cost(PRICE, usage) == pytest.approx(0.6 * 3 + 0.4 * 0.3 + 0.1 * 15)


def test_input_that_goes_into_a_cache_has_a_price_of_its_own_if_it_is_named() -> None:
    usage = Usage(1_000_000, cached_input_tokens=400_000, cache_write_input_tokens=500_000)
    dear = replace(PRICE, cache_write=3.75)
    assert cost(dear, usage) == pytest.approx(0.1 * 3 + 0.4 * 0.3 + 0.5 * 3.75)
    assert cost(PRICE, usage) == pytest.approx(0.6 * 3 + 0.4 * 0.3)


@pytest.mark.parametrize("cache_write", [None, 0.0, 3.75])
@pytest.mark.parametrize("cached", [(0, 0), (1_000, 0), (0, 1_000), (300, 700)])
def test_the_reservation_is_never_less_than_the_cost(
    cache_write: float | None, cached: tuple[int, int]
) -> None:
    price = replace(PRICE, cache_write=cache_write)
    reserved = reservation(price, prompt_tokens=1_000, max_tokens=500)
    read, written = cached
    used = Usage(1_000, 500, read, cache_write_input_tokens=written)
    assert reserved.usd >= cost(price, used)
    assert reserved.usd == pytest.approx(reserved.prompt_usd + 500 * reserved.usd_per_token)


@pytest.mark.parametrize(
    ("account", "admitted"),
    [
        (Account(None, 1e9, 1e9), True),
        (Account(1.0, 0.0, 0.0), True),
        (Account(1.0, 0.98, 0.0), False),
        (Account(1.0, 0.0, 0.98), False),
        (Account(1.0, 0.49, 0.49), False),
        (Account(0.0, 0.0, 0.0), False),
    ],
)
def test_a_turn_is_admitted_only_if_its_worst_case_fits(account: Account, admitted: bool) -> None:
    reserved = reservation(PRICE, prompt_tokens=1_000, max_tokens=1_500)
    for accounts in ({"member": account, "pool": FREE}, {"member": FREE, "pool": account}):
        if admitted:
            check_budget(reserved, **accounts)
            continue
        with pytest.raises(ResourceExhausted):
            check_budget(reserved, **accounts)


@pytest.mark.parametrize("text", ["", "a", "hello there", "日本語のテキスト", "🔥" * 10])
def test_an_estimate_is_on_the_high_side(text: str) -> None:
    # No tokenizer in use makes more than one token of a Latin letter trio on ordinary text, and
    # common ones need about one token for each Chinese or Japanese character.
    assert tokens_of_text(text) >= len(text) / 4
    if not text.isascii():
        assert tokens_of_text(text) >= len(text) * 0.7


def test_messages_count_their_images() -> None:
    text = Message("user", (TextPart("x" * 300),))
    image = Message("user", (ImagePart("i", "image/png"),))
    assert tokens_of((text,)) >= 100
    assert tokens_of((text, image)) > tokens_of((text,)) + 1_000
