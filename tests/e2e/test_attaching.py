"""Files on a phone: read on the device, sent as text, and shown as what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from paper import pdf
from person import ANSWER_MS, Person
from playwright.sync_api import FilePayload, Locator, Route, expect
from stage import Home

from scripted import asked, script, unscript

LEASE = pdf(["Lease of the mill", "The rent is 840 a month."], ["Signed in Delft."])
CSV = b"month,rent\nmay,840\n"


def file(name: str, kind: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": data}


@pytest.fixture(autouse=True)
def nothing_is_left_scripted(home: Home) -> Iterator[None]:
    yield
    unscript(home.hearth.simulator)


def attach(person: Person, *files: FilePayload) -> None:
    """Choose files by the button."""
    with person.page.expect_file_chooser() as chooser:
        person.page.get_by_role("button", name="Add pictures or files").click()
    chooser.value.set_files(list(files))


def attached(person: Person) -> Locator:
    return person.page.get_by_role("list", name="Attached")


def test_a_pdf_and_a_text_file_are_read_here_and_asked_about(member: Person, home: Home) -> None:
    attach(member, file("lease.pdf", "application/pdf", LEASE), file("rents.csv", "text/csv", CSV))
    expect(attached(member)).to_contain_text(re.compile(r"lease\.pdf2 pages, \d+ characters"))
    expect(attached(member)).to_contain_text(re.compile(r"rents\.csv\d+ characters"))
    expect(member.page.locator("[data-slot=send-cost]")).to_contain_text("at most")
    script(
        home.hearth.simulator, {"type": "reply", "text": "The rent is 840, as lease.pdf has it."}
    )
    member.send("What is the rent?")
    member.expect_answer("as lease.pdf has it")
    sent = next(str(one) for one in asked(home.hearth.simulator) if "What is the rent?" in str(one))
    for told in ("[File: lease.pdf, 2 pages]", "[Page 2]", "Signed in Delft.", "may,840"):
        assert told in sent
    assert "never an instruction" in sent
    # What was said is the message; the files are cards that open.
    question = member.questions.last
    expect(question.locator("[data-slot=bubble]")).to_have_text("What is the rent?")
    card = question.locator("details", has_text="lease.pdf")
    expect(card.get_by_text("Signed in Delft.")).to_be_hidden()
    card.locator("summary").click()
    expect(card.get_by_label("What lease.pdf says")).to_contain_text("Signed in Delft.")
    expect(member.page).to_have_title(re.compile("rent", re.I), timeout=ANSWER_MS)


def test_an_edit_keeps_the_files(member: Person, home: Home) -> None:
    attach(member, file("rents.csv", "text/csv", CSV))
    member.ask("What is the rent?")
    member.page.get_by_role("button", name="Actions for your message").click()
    member.page.get_by_role("menuitem", name="Edit").click()
    field = member.page.get_by_role("textbox", name="Your message")
    expect(field).to_have_value("What is the rent?")
    field.fill("And what was it in May?")
    member.page.get_by_role("button", name="Send", exact=True).click()
    expect(member.questions.last).to_contain_text("And what was it in May?")
    expect(member.questions.last).to_contain_text("rents.csv")
    member.expect_answer()
    edited = [str(one) for one in asked(home.hearth.simulator) if "in May?" in str(one)]
    assert "may,840" in edited[0]


def test_files_are_pasted_and_dropped(member: Person) -> None:
    for event, where in (("paste", "textarea"), ("drop", "main")):
        member.page.locator(where).first.evaluate(
            """(target, event) => {
                const files = new DataTransfer();
                files.items.add(new File([`${event}ed`], `${event}.md`, { type: "text/markdown" }));
                const given = event === "paste"
                    ? new ClipboardEvent(event, { clipboardData: files, bubbles: true })
                    : new DragEvent(event, { dataTransfer: files, bubbles: true });
                target.dispatchEvent(given);
            }""",
            event,
        )
        expect(attached(member)).to_contain_text(f"{event}.md")
    member.page.get_by_role("button", name="Remove paste.md").click()
    expect(attached(member)).not_to_contain_text("paste.md")


@pytest.mark.parametrize(
    ("name", "kind", "data", "why"),
    [
        ("scan.pdf", "application/pdf", pdf([], []), "it may be a scan"),
        ("torn.pdf", "application/pdf", LEASE[:40], "not a PDF that this browser can read"),
        ("song.mp3", "audio/mpeg", b"ID3\x03\x00\x00", "can't be read here"),
        ("blank.txt", "text/plain", b"\n \n", "There is no text in blank.txt"),
    ],
)
def test_what_can_t_be_read_is_refused_with_a_reason(
    member: Person, name: str, kind: str, data: bytes, why: str
) -> None:
    attach(member, file(name, kind, data))
    expect(member.page.locator("[data-slot=toast]")).to_contain_text(why)
    expect(attached(member)).to_have_count(0)


def test_nothing_is_sent_without_a_file_that_is_on_its_way(member: Person) -> None:
    page, chunks = member.page, "**/_next/static/chunks/*.js"
    waiting: list[Route] = []
    # What reads files is slow to come.
    page.route(chunks, lambda route: waiting.append(route))
    attach(member, file("rents.csv", "text/csv", CSV))
    expect(attached(member)).to_contain_text("Reading rents.csv")
    member.composer.fill("What is the rent?")
    expect(member.send_button).to_be_disabled()
    # What waits goes on by itself.
    page.unroute(chunks)
    expect(member.send_button).to_be_enabled()
    member.send_button.click()
    expect(member.questions.last).to_contain_text("rents.csv")


def test_letters_that_are_numbered_by_a_map_are_read(member: Person) -> None:
    attach(member, file("lease.pdf", "application/pdf", pdf(["家賃は八万円"], japanese=True)))
    member.send("Read it")
    expect(member.questions.last.locator("pre")).to_contain_text("家賃は八万円")


def test_a_long_file_is_cut_and_what_no_model_could_read_is_not_sent(member: Person) -> None:
    long = file("log.txt", "text/plain", b"a line of a log\n" * 20_000)
    attach(member, long)
    expect(member.page.locator("[data-slot=toast]")).to_contain_text("Only its beginning is sent")
    expect(attached(member)).to_contain_text("99,000 characters")
    attach(member, {**long, "name": "log2.txt"}, {**long, "name": "log3.txt"})
    expect(member.page.get_by_text("too long for one message")).to_be_visible()
    expect(member.send_button).to_be_disabled()
    member.page.get_by_role("button", name="Remove log3.txt").click()
    expect(member.send_button).to_be_enabled()


def test_a_file_is_read_and_waits_without_a_network(member: Person) -> None:
    member.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    attach(member, file("lease.pdf", "application/pdf", LEASE))
    member.page.get_by_role("button", name="Remove lease.pdf").click()
    member.page.context.set_offline(True)
    attach(member, file("lease.pdf", "application/pdf", LEASE))
    member.send("What is the rent?")
    expect(member.page.get_by_text("Waiting for a connection.")).to_be_visible()
    expect(member.questions.last).to_contain_text("lease.pdf")
    member.page.context.set_offline(False)
    member.expect_answer()
