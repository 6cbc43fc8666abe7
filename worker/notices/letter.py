"""What is said of a run, as facts and sentences -> a plain text, a small HTML page, JSON. No row of it is a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Any

from wording.languages import language_now, say, say_n, speaking, to_say, to_say_n

INK, MUTED, WORSE, LINE = "#1c1e26", "#5c6070", "#b42318", "#e3e4ea"
WHY = to_say(
    "You get this because the schedule {name} names this address. Whoever looks after it in Regulars can change that."
)
FITS = "width:100%;max-width:928px;height:auto"
PICTURE = f'<p style="margin:16px 0"><img src="cid:{{one}}" alt="{{alt}}" width="640" style="{FITS}"></p>'
LOOKS = to_say_n("{n} thing to look at", "{n} things to look at")
WIDE, NARROW = 928, 560  # pixels: of a letter with pictures, and without


@dataclass(frozen=True)
class Letter:
    """`facts` are label and value; `alerts` and `failure` are sentences, `next_step` says what to do now. All of it is
    in the language that was spoken when it was written."""

    schedule: str
    subject: str
    opening: str
    facts: tuple[tuple[str, str], ...] = ()
    alerts: tuple[str, ...] = ()
    failure: str = ""
    next_step: str = ""
    why: str = ""  # somebody gets it, where it is of no schedule
    language: str = field(default_factory=language_now)

    def as_text(self) -> str:
        """For mail programs that show no HTML."""
        parts = [self.opening, self.failure, "\n".join(f"! {one}" for one in self.alerts)]
        parts += ["\n".join(f"{label}: {value}" for label, value in self.facts), self.next_step]
        return "\n\n".join([*(one for one in parts if one), "-- \n" + self._why()]) + "\n"

    def as_html(self, pictures: Sequence[str] = ()) -> str:
        """The same as a page without links, with the pictures that come in the same mail, by their ids there."""
        warnings = [one for one in (self.failure, *self.alerts) if one]
        body = [_paragraph(self.opening, f"font-size:16px;font-weight:600;color:{INK}")]
        body += [_paragraph(one, f"padding-left:12px;border-left:3px solid {WORSE};color:{INK}") for one in warnings]
        if self.facts:
            cell = f"padding:6px 24px 6px 0;border-bottom:1px solid {LINE}"
            rows = "".join(
                f'<tr><td style="{cell};color:{MUTED}">{escape(label)}</td>'
                f'<td style="{cell};text-align:right">{escape(value)}</td></tr>'
                for label, value in self.facts
            )
            body.append(f'<table role="presentation" style="border-collapse:collapse;margin:16px 0">{rows}</table>')
        body += [PICTURE.format(one=escape(one), alt=escape(self.opening)) for one in pictures]
        body += [_paragraph(self.next_step, f"color:{INK}")] if self.next_step else []
        body.append(_paragraph(self._why(), f"margin-top:24px;font-size:12px;color:{MUTED}"))
        style = (
            f"max-width:{WIDE if pictures else NARROW}px;font:14px/20px Inter,Helvetica,Arial,sans-serif;color:{INK}"
        )
        page = f'<body><div style="{style}">{"".join(body)}</div></body>'
        return f'<!doctype html><html lang="{self.language}">{page}</html>'

    def _why(self) -> str:
        with speaking(self.language):
            return self.why or say(WHY, name=self.schedule)

    def as_json(self, event: str, at: datetime) -> dict[str, Any]:
        """For a webhook."""
        return {
            "event": event,
            "at": at.isoformat(),
            "schedule": self.schedule,
            "summary": self.opening,
            "facts": dict(self.facts),
            "alerts": list(self.alerts),
            "failure": self.failure or None,
            "next_step": self.next_step or None,
        }


def subject_of(name: str, opening: str, alerts: int, failed: bool) -> str:
    """The one line that people see first."""
    if failed:
        return say("Regulars: {name} failed", name=name)
    parts = [opening.rstrip("."), *([say_n(alerts, *LOOKS)] if alerts else [])]
    return f"Regulars: {name}: {', '.join(parts)}"


def _paragraph(text: str, style: str) -> str:
    return f'<p style="margin:0 0 12px;{style}">{escape(text)}</p>'
