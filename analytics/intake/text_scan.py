"""One pass over a text file before anything reads it: bytes, encoding, line lengths, checksum; then its header."""

import codecs
import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from analytics.intake.errors import IntakeRefused
from analytics.intake.limits import limit

BLOCK = 1 << 20
DELIMITERS = (",", ";", "\t", "|")
UTF8_REMEDY = 'In Excel choose Save As, "CSV UTF-8 (Comma delimited)"; in Google Sheets, Download as CSV; then import again.'


@dataclass(frozen=True)
class TextScan:
    """What one pass found; `is_regular` means that lines end alike and the header takes one line."""

    sha256: str
    lines: int
    ends_with_newline: bool
    is_regular: bool
    delimiter: str
    header: tuple[str, ...]


def scan_text(path: Path) -> TextScan:
    """Check the bytes of a text file and read its header. Raises IntakeRefused for anything but UTF-8 text in lines."""
    with path.open("rb") as file:
        bom = file.read(4)
    _not_utf16(path.name, bom)
    digest, counted = hashlib.sha256(), _Counted()
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(BLOCK), b""):
            digest.update(block)
            _no_nul(path.name, block, counted)
            _decodes(path.name, decoder, block, counted)
            counted.add(path.name, block)
    if decoder.getstate()[0]:
        raise IntakeRefused(f"{path.name} ends in the middle of a letter: it was cut off. Export or copy it again.")
    delimiter, header, header_lines = _header(path)
    regular = counted.crlf in (0, counted.lf) and counted.cr == counted.crlf and header_lines == 1
    return TextScan(digest.hexdigest(), counted.lines, counted.last in b"\r\n", regular, delimiter, header)


class _Counted:
    """Running counts over blocks: line ends of each kind, and the length of the line that is still open."""

    def __init__(self) -> None:
        self.lf = self.cr = self.crlf = self.open_bytes = 0
        self.last = b""

    @property
    def ended(self) -> int:
        return self.lf + self.cr - self.crlf

    @property
    def lines(self) -> int:
        return self.ended + (self.last not in (b"\r", b"\n"))

    def add(self, name: str, block: bytes) -> None:
        pieces = block.replace(b"\r", b"\n").split(b"\n")
        lengths = [self.open_bytes + len(pieces[0]), *map(len, pieces[1:])]
        if max(lengths) > limit("max_line_bytes"):
            raise IntakeRefused(
                f"{name}: line {self.ended + lengths.index(max(lengths)) + 1:,} has more than {limit('max_line_bytes'):,} bytes. "
                "This is no table of scores, or its line breaks were lost. Export it again."
            )
        self.lf += block.count(b"\n")
        self.cr += block.count(b"\r")
        self.crlf += block.count(b"\r\n") + (self.last == b"\r" and block[:1] == b"\n")
        self.open_bytes = lengths[-1]
        self.last = block[-1:]


def _not_utf16(name: str, start: bytes) -> None:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise IntakeRefused(f'{name} is written in UTF-16 ("Unicode text"); Aimline reads UTF-8. {UTF8_REMEDY}')


def _no_nul(name: str, block: bytes, counted: _Counted) -> None:
    at = block.find(b"\0")
    if at < 0:
        return
    if block.count(b"\0") > len(block) // 4:
        raise IntakeRefused(f"{name} looks like UTF-16 without its mark; Aimline reads UTF-8. {UTF8_REMEDY}")
    line = counted.ended + block.count(b"\n", 0, at) + 1
    raise IntakeRefused(f"{name} holds a zero byte in line {line:,}: it is no text file, or it is damaged. Export it again.")


def _decodes(name: str, decoder: codecs.IncrementalDecoder, block: bytes, counted: _Counted) -> None:
    try:
        decoder.decode(block)
    except UnicodeDecodeError as error:
        held = len(error.object) - len(block)  # bytes of an unfinished letter that the decoder still held
        at = max(error.start - held, 0)
        line = counted.ended + block.count(b"\n", 0, at) + 1
        around = block[:at].split(b"\n")[-1][-12:] + block[at : at + 12].split(b"\n")[0].rstrip()
        raise IntakeRefused(f"{name} is not UTF-8: line {line:,} {_looks_like(around)}. {UTF8_REMEDY}") from error


def _looks_like(around: bytes) -> str:
    try:
        return f'looks like Windows-1252 (Latin-1), the encoding of Excel\'s plain "CSV": "{around.decode("cp1252")}"'
    except UnicodeDecodeError:
        return "holds bytes of an encoding that Aimline does not know"


def _header(path: Path) -> tuple[str, tuple[str, ...], int]:
    """Delimiter, names and number of lines of the header: the delimiter that cuts it into the most names, each of a length that is read."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        start = file.read(limit("max_line_bytes"))
    best = max(DELIMITERS, key=lambda delimiter: len(_first_record(path.name, start, delimiter)[0]))
    names, lines = _first_record(path.name, start, best)
    if not names and start.strip():
        raise IntakeRefused(
            f"{path.name}: a name in the header has more than {csv.field_size_limit():,} letters. "
            "This is no table of scores, or the marks between its columns were lost. Export it again."
        )
    if not any(name.strip() for name in names):
        raise IntakeRefused(f"{path.name} starts with an empty line. The first line must hold the names of the columns.")
    if len(names) > limit("max_columns"):
        raise IntakeRefused(
            f"{path.name} has {len(names):,} columns; at most {limit('max_columns'):,} are read. Export only the columns needed."
        )
    return best, tuple(name.strip() for name in names), lines


def _first_record(name: str, start: str, delimiter: str) -> tuple[list[str], int]:
    reader = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter, strict=True)
    try:
        return next(reader), reader.line_num
    except StopIteration:
        return [], 1
    except csv.Error as error:
        if '"' not in start.partition("\n")[0]:
            return [], 1  # cut by this delimiter, a name is longer than any that is read
        raise IntakeRefused(
            f"{name}: the header cannot be read ({error}). A quotation mark in it is not closed. Mend the first line."
        ) from error
