"""`make gallery`: files in a message before and after it is sent, and what tools may do unasked."""

from __future__ import annotations

from paper import pdf
from playwright.sync_api import FilePayload, expect
from visit import Visit

LINES = [f"{number}. The tenant keeps the mill, its race and its wheel." for number in range(30)]
LEASE = pdf(["Lease of the mill at Zaandam", *LINES], LINES, LINES)
FILES: list[FilePayload] = [
    {"name": "lease-of-the-mill-2026.pdf", "mimeType": "application/pdf", "buffer": LEASE},
    {"name": "rents.csv", "mimeType": "text/csv", "buffer": b"month,rent\nmay,840\n"},
]


def test_files(visit: Visit) -> None:
    person, page = visit.person, visit.person.page
    visit.sign_up("fay")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Add pictures or files").click()
    chooser.value.set_files(FILES)
    expect(page.get_by_role("button", name="Remove rents.csv")).to_be_visible()
    person.composer.fill("What does the lease say about the wheel, and what is the rent in May?")
    visit.keep("22-files-attached")
    person.send_button.click()
    person.expect_answer()
    visit.keep("23-files-sent")
    person.questions.last.locator("summary").first.click()
    person.questions.last.scroll_into_view_if_needed()
    visit.keep("24-file-open")


def test_permissions(visit: Visit) -> None:
    visit.sign_up("otto")
    user = visit.home.hearth.db.document("users", visit.uid())
    visit.open_from_account("Permissions")
    expect(visit.person.page.get_by_text("Nothing is allowed for good")).to_be_visible()
    visit.keep("25-permissions-none")
    always = ["web_page en.wikipedia.org", "web_page www.thebritishlibrary.example", "web_search x"]
    user.collection("preferences").document("approvals").set({"allowed": always})
    user.collection("threads").document("t1").set(
        {"title": "When the museum in Delft opens on a holiday", "allowed": ["calendar list_days"]}
    )
    expect(visit.person.page.get_by_role("group")).to_have_count(4)
    visit.keep("26-permissions")
