"""Due dates as an iCalendar file (RFC 5545) without names: each entry has the clock's title, a due date and an opaque key."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

LINE_OCTETS = 75  # RFC 5545, 3.1: a line, without its break, is not longer
LARGEST = 2**31 - 1  # RFC 5545, 3.3.8: the largest INTEGER
PRODUCT = "-//Aimline//Due dates//EN"


def feed(rows: Iterable[dict[str, Any]], at: datetime, version: int, page: str | None = None) -> str:
    """The text of the file, lines ending in CRLF, from rows of clocks.due (public_key, clock, round, title, period, due_on, citation,
    verification). `at` is when it is made (UTC), `version` a number that never falls, as the store's data_version.

    An entry is a whole day that takes no time, with a UID that stays the same when the due date moves, so that calendars move the entry
    (RFC 5545, 3.8.4.7); SEQUENCE (3.8.7.4) and LAST-MODIFIED (3.8.7.3) tell them that a later file holds the later word. Who subscribes
    is asked to look again each day (RFC 7986, 5.7). The student is a short key made from public_key, which tells two entries apart and
    nothing else. Rows without a due date are left out.
    page: address of the student page; with it each entry leads there by public_key, which opens nothing to whom may not see the student.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Aimline due dates",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
    ]
    made = [f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}", f"LAST-MODIFIED:{at:%Y%m%dT%H%M%SZ}", f"SEQUENCE:{min(version, LARGEST)}"]
    for row in rows:
        if row["due_on"] is not None:
            lines += _entry(row, made, page)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def opaque_key(public_key: str) -> str:
    """Six letters and digits that stand for a student in the feed; the key of the page cannot be found from them."""
    return sha256(f"calendar {public_key}".encode()).hexdigest()[:6].upper()


def _entry(row: dict[str, Any], made: list[str], page: str | None) -> list[str]:
    period = f", {row['period']}" if row.get("period") else ""
    title = f"{row['title']}{period} due ({opaque_key(row['public_key'])})"
    uid = sha256(f"{row['public_key']} {row['clock']} {row['round']}".encode()).hexdigest()[:32]
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}@aimline",
        *made,
        f"DTSTART;VALUE=DATE:{row['due_on']:%Y%m%d}",
        f"DTEND;VALUE=DATE:{row['due_on'] + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(title)}",
        f"DESCRIPTION:{_escaped(row['citation'] + _unverified(row))}",
        *([f"URL:{page}?student={row['public_key']}"] if page else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _unverified(row: dict[str, Any]) -> str:
    return "" if row["verification"] == "read" else ". This rule is not verified; ask your state or counsel before you rely on the date."


def _escaped(text: str) -> str:
    """TEXT of RFC 5545, 3.3.11."""
    plain = "".join(letter for letter in text.replace("\r\n", "\n") if letter == "\n" or ord(letter) >= 32)
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """The line in parts of at most 75 octets, no letter cut in two; each part after the first begins with a space."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > LINE_OCTETS:
            parts.append(part)
            part = " "
        part += letter
    return [*parts, part]
