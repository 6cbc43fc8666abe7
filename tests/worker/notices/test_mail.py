"""A letter with hostile words in every field, through a real mail server: they stay words."""

from email import message_from_bytes, policy

from tests.worker.servers import Box
from warehouse.settings import Settings
from worker.notices.letter import Letter
from worker.notices.mail import Attached, send

HOSTILE = 'x\r\nBcc: eve@evil.example\r\n\r\n<script>alert(1)</script><img src="https://evil.example/p.png">'


def test_what_people_write_is_no_header_and_no_markup(box: Box, mailing: Settings) -> None:
    letter = Letter(HOSTILE, HOSTILE, HOSTILE, ((HOSTILE, HOSTILE),), (HOSTILE,), HOSTILE, HOSTILE)
    name = " ".join(HOSTILE.split())  # a name of two lines is none
    picture = Attached(name, "image/png", b"\x89PNG", is_shown=True)
    send(letter, ["anna@shop.example"], mailing.outward.smtp, [picture, Attached(name, "text/csv", b"a")])
    (sent,) = box.mails
    found = message_from_bytes(sent.content, policy=policy.default)
    assert sent.rcpt_tos == ["anna@shop.example"]
    assert {"from", "to", "subject", "date", "message-id", "auto-submitted", "mime-version", "content-type"} == {
        name.lower() for name in found
    }
    assert found["Subject"].startswith("x Bcc: eve@evil.example <script>")
    page = next(part.get_content() for part in found.walk() if part.get_content_type() == "text/html")
    assert "<script" not in page
    assert page.count("<img") == 1  # the picture that came with it
    assert 'src="https' not in page
    parts = {part.get_content_type() for part in found.walk() if not part.is_multipart()}
    assert parts == {"text/plain", "text/html", "image/png", "text/csv"}
