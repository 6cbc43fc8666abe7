"""A letter by e-mail: text and HTML, over TLS unless a setting says otherwise."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid

from warehouse.errors import InputError
from warehouse.outward import Smtp
from wording.languages import say, to_say
from worker.notices.letter import Letter

PATIENCE = 30.0  # seconds
LONGEST_SUBJECT = 180
NO_SERVER = to_say("No mail can be sent: REGULARS_SMTP_HOST names no server.")


@dataclass(frozen=True)
class Attached:
    """A file that goes with a letter; its kind as `application/pdf`. A picture that `is_shown` stands in the letter."""

    name: str
    kind: str
    content: bytes
    is_shown: bool = False


def send(letter: Letter, to: Sequence[str], server: Smtp | None, attached: Sequence[Attached] = ()) -> None:
    """One mail to all of them. InputError with a sentence, TryAgainError where it may go a while later."""
    if server is None:
        raise InputError(NO_SERVER)
    try:
        with _connected(server) as connection:
            if server.user and server.password:
                connection.login(server.user, server.password)
            refused = connection.send_message(_message(letter, to, server, attached), server.sender, list(to))
    except smtplib.SMTPAuthenticationError:
        raise InputError(say("The mail server {host} does not take the name or password.", host=server.host)) from None
    except smtplib.SMTPRecipientsRefused as error:
        raise InputError(
            say(
                "The mail server {host} takes no mail for {people}.",
                host=server.host,
                people=", ".join(error.recipients),
            )
        ) from error
    except smtplib.SMTPNotSupportedError:
        raise InputError(
            say("The mail server {host} offers no STARTTLS or no sign-in: REGULARS_SMTP_TLS.", host=server.host)
        ) from None
    except ssl.SSLError as error:
        reason = getattr(error, "verify_message", "") or say("it speaks no TLS that is understood")
        raise InputError(
            say(
                "The mail server {host} shows no certificate that is trusted: {reason}.",
                host=server.host,
                reason=reason,
            )
        ) from error
    except smtplib.SMTPResponseException as error:
        if 400 <= error.smtp_code < 500:
            raise TryAgainError(
                say("The mail server {host} is busy ({code}).", host=server.host, code=error.smtp_code)
            ) from error
        raise InputError(
            say("The mail server {host} refuses the mail ({code}).", host=server.host, code=error.smtp_code)
        ) from error
    except (smtplib.SMTPException, OSError) as error:
        raise TryAgainError(say("The mail server {host} cannot be reached.", host=server.host)) from error
    if refused:
        raise InputError(
            say("The mail server {host} takes no mail for {people}.", host=server.host, people=", ".join(refused))
        )


class TryAgainError(InputError):
    """What may go well a while later."""


def _connected(server: Smtp) -> smtplib.SMTP:
    if server.tls == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=ssl.create_default_context())
    connection = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    if server.tls == "starttls":
        try:
            connection.starttls(context=ssl.create_default_context())
        except BaseException:
            connection.close()
            raise
    return connection


def _message(letter: Letter, to: Sequence[str], server: Smtp, attached: Sequence[Attached]) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    subject = " ".join(letter.subject.split())
    message["Subject"] = "".join(one for one in subject if one.isprintable())[:LONGEST_SUBJECT]
    user, _, domain = server.sender.rpartition("@")
    message["From"] = Address("Regulars", user, domain)
    message["To"] = ", ".join(to)
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = make_msgid(domain=domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.as_text())
    shown = {make_msgid(domain=domain): one for one in attached if one.is_shown}
    message.add_alternative(letter.as_html([mark.strip("<>") for mark in shown]), subtype="html")
    for mark, one in shown.items():
        main, _, sub = one.kind.partition("/")
        page = message.get_body(("html",))
        assert isinstance(page, EmailMessage)
        page.add_related(one.content, maintype=main, subtype=sub, cid=mark, filename=one.name, disposition="inline")
    for one in attached:
        main, _, sub = one.kind.partition("/")
        if not one.is_shown:
            message.add_attachment(one.content, maintype=main, subtype=sub, filename=one.name)
    return message
