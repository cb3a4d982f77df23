"""Nothing of firestore.rules is left untried: every path, every validator, every expression."""

from __future__ import annotations

from collections import Counter

import pytest
import rules_attacks
import rules_coverage
import rules_fields
import rules_table
from rules_cases import OPERATIONS, Case, Rules
from rules_coverage import Expression
from rules_source import described_paths, matched_paths, shape_of, validators

ALL: tuple[Case, ...] = (
    *rules_table.CASES,
    *rules_table.LIMITED,
    *rules_fields.CASES,
    *rules_attacks.CASES,
)
ROWS = {shape_of(row.path) for row in rules_table.TABLE}


def test_every_match_has_a_row_in_the_table(source: str) -> None:
    matched = matched_paths(source)
    assert len(matched) == source.count(" match /") - 1
    assert matched - ROWS == set()


def test_every_document_of_the_data_model_has_a_row_and_every_row_is_of_it(source: str) -> None:
    assert described_paths(source) == ROWS


def test_every_validator_is_tried_with_good_and_bad_fields(source: str) -> None:
    assert {shape.validator for shape in rules_fields.SHAPES} == validators(source)
    assert all(shape.good and shape.bad for shape in rules_fields.SHAPES)


def test_every_row_tries_every_operation_as_everybody() -> None:
    tried = Counter((case.path, case.operation) for case in rules_table.CASES)
    everything = {(row.example, operation) for row in rules_table.TABLE for operation in OPERATIONS}
    assert set(tried) == everything
    assert set(tried.values()) == {len(rules_table.PEOPLE)}


def test_every_refused_case_has_an_allowed_twin_on_the_same_document() -> None:
    allowed = {(case.path, case.operation) for case in ALL if case.allowed}
    alone = [case for case in ALL if (case.path, case.operation) not in allowed]
    # An id that is refused is its path's only fault: good ids are tried in the same folder.
    assert set(alone) == {case for case in rules_attacks.NAMED if not case.allowed}


def test_no_case_is_there_twice() -> None:
    assert [name for name, times in Counter(map(str, ALL)).items() if times > 1] == []


@pytest.fixture(scope="module")
def expressions(rules: Rules) -> list[Expression]:
    """The expressions of the rules after every case; those tried before are not tried again."""
    for case in ALL:
        rules.answer(case)
    return rules_coverage.expressions(rules.coverage())


def test_every_expression_is_evaluated(expressions: list[Expression]) -> None:
    assert expressions
    assert [str(expression) for expression in expressions if not expression.evaluated] == []


def test_every_condition_turns_out_both_ways(expressions: list[Expression]) -> None:
    assert [str(expression) for expression in expressions if expression.one_way] == []
