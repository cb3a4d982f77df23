"""firestore.rules on the Firestore emulator: each table is tried case by case."""

from __future__ import annotations

import pytest
import rules_attacks
import rules_fields
import rules_table
from firestore_rest import CONSOLE, Firestore, token
from rules_cases import Case, Rules
from rules_people import account
from rules_table import NOTE


@pytest.mark.parametrize("case", rules_table.CASES, ids=str)
def test_who_may_do_what(rules: Rules, case: Case) -> None:
    rules.check(case)


@pytest.mark.parametrize("case", rules_table.LIMITED, ids=str)
def test_a_list_has_an_end(rules: Rules, case: Case) -> None:
    rules.check(case)


@pytest.mark.parametrize("case", rules_fields.CASES, ids=str)
def test_a_document_holds_what_it_should_and_no_more(rules: Rules, case: Case) -> None:
    rules.check(case)


@pytest.mark.parametrize("case", rules_attacks.OWN_ACCOUNT, ids=str)
def test_nobody_changes_their_own_account(rules: Rules, case: Case) -> None:
    rules.check(case)


@pytest.mark.parametrize("case", rules_attacks.MEMBERSHIP, ids=str)
def test_only_a_clear_account_is_a_members(rules: Rules, case: Case) -> None:
    rules.check(case)


@pytest.mark.parametrize("case", rules_attacks.MESSAGES, ids=str)
def test_a_message_can_be_stopped_or_given_up_and_nothing_else(rules: Rules, case: Case) -> None:
    rules.check(case)


@pytest.mark.parametrize("case", rules_attacks.NAMED, ids=str)
def test_a_client_makes_plain_ids(rules: Rules, case: Case) -> None:
    rules.check(case)


@pytest.mark.parametrize("case", rules_attacks.UNNAMED, ids=str)
def test_what_no_rule_names_is_nobodys(rules: Rules, case: Case) -> None:
    rules.check(case)


@pytest.mark.parametrize("case", rules_attacks.ORPHANS, ids=str)
def test_a_thread_that_does_not_exist_holds_images_only(rules: Rules, case: Case) -> None:
    rules.check(case)


@pytest.mark.parametrize("case", rules_attacks.SHARES, ids=str)
def test_a_share_is_anybodys_until_it_ends(rules: Rules, case: Case) -> None:
    rules.check(case)


@pytest.mark.parametrize("case", rules_attacks.NARROWED, ids=str)
def test_what_may_be_got_by_its_id_is_not_listed(rules: Rules, case: Case) -> None:
    rules.check(case)


@pytest.mark.usefixtures("rules")
def test_a_batch_does_not_let_its_writer_in(firestore: Firestore) -> None:
    """All of a batch, or nothing: a note can't bring along the account that would allow it."""
    firestore.commit(
        [firestore.delete("users/eve"), firestore.delete("users/eve/notes/n1")], CONSOLE
    )
    account_first = [
        firestore.create("users/eve", account()),
        firestore.create("users/eve/notes/n1", NOTE),
    ]
    eve = token("eve", firestore.project)
    assert not firestore.commit(account_first, eve).allowed
    assert firestore.commit(account_first[:1], CONSOLE).allowed
    assert firestore.commit(account_first[1:], eve).allowed
