"""Files that are no tables, or worse: one clear sentence each, nothing stored, nothing hung."""

import codecs
import gzip
import os
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from openpyxl import Workbook

from analytics.intake import IntakeRefused, import_paths, preview
from analytics.intake.limits import LIMITS, limit
from analytics.intake.text_scan import BLOCK

Write = Callable[[str, str], Path]

GOOD = "series_id,observed_on,value\na,2025-09-08,41\na,2025-09-15,43\n"


@pytest.fixture
def refuse(standing: duckdb.DuckDBPyConnection) -> Iterator[Callable[[Path, str], None]]:
    """Imports a path that must be refused with a sentence; afterwards the store must be as it was."""
    before = stored(standing)

    def refused(path: Path, sentence: str) -> None:
        with pytest.raises(IntakeRefused, match=sentence) as caught:
            import_paths(standing, [path])
        assert str(caught.value).endswith((".", ")"))

    yield refused
    assert stored(standing) == before


def stored(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    query = "SELECT (SELECT count(*) FROM import), (SELECT count(*) FROM score), value FROM store_info WHERE name = 'data_version'"
    return con.cursor().execute(query).fetchall()


Refuse = Callable[[Path, str], None]


def raw(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_a_file_that_is_not_there(tmp_path: Path, refuse: Refuse) -> None:
    refuse(tmp_path / "scores.csv", r"scores\.csv: there is no such file .* Check its name")


def test_an_empty_file(tmp_path: Path, refuse: Refuse) -> None:
    refuse(raw(tmp_path / "score.csv", b""), r"score\.csv is empty\. Export it again")


def test_a_header_only(tmp_path: Path, refuse: Refuse) -> None:
    refuse(raw(tmp_path / "score.csv", b"series_id,observed_on,value\n"), "has a header and no rows")


@pytest.mark.parametrize("start", [b"\n", b"\xef\xbb\xbf", b",,\n", b"\r\n\r\n"])
def test_nothing_where_the_header_should_be(tmp_path: Path, refuse: Refuse, start: bytes) -> None:
    refuse(raw(tmp_path / "score.csv", start), "starts with an empty line")


def test_utf_8_with_a_mark_is_fine(standing: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert preview(standing, [raw(tmp_path / "score.csv", codecs.BOM_UTF8 + GOOD.encode())])[0].rows_added == 2


def test_utf_16(tmp_path: Path, refuse: Refuse) -> None:
    refuse(raw(tmp_path / "score.csv", GOOD.encode("utf-16")), r'UTF-16 \("Unicode text"\).*CSV UTF-8')


def test_utf_16_without_its_mark(tmp_path: Path, refuse: Refuse) -> None:
    refuse(raw(tmp_path / "score.csv", GOOD.encode("utf-16-le")), "looks like UTF-16 without its mark")


def test_windows_1252(tmp_path: Path, refuse: Refuse) -> None:
    text = "student_id,first_name,last_name\n9,Zoë,Núñez\n"
    refuse(raw(tmp_path / "student.csv", text.encode("cp1252")), r'not UTF-8: line 2 looks like Windows-1252.*"9,Zoë.*CSV UTF-8')


def test_bytes_of_no_known_encoding(tmp_path: Path, refuse: Refuse) -> None:
    refuse(raw(tmp_path / "score.csv", b"series_id,observed_on,value\na,2025-09-08,\x81\x8d\n"), "line 2 holds bytes of an encoding")


def test_a_letter_cut_in_half_at_the_end(tmp_path: Path, refuse: Refuse) -> None:
    refuse(raw(tmp_path / "score.csv", (GOOD + "é").encode()[:-1]), "ends in the middle of a letter")


def test_a_letter_across_two_blocks_is_whole(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    text = "series_id,observed_on,value,note\n"
    day = date(2000, 1, 1)
    while len(text) < BLOCK - 1000:
        text += f"a,{day},41,{'x' * 200}\n"
        day += timedelta(days=1)
    text += f"a,{day},41,"
    text += "y" * (BLOCK - len(text) - 1) + "é\n"
    assert text.encode()[BLOCK - 1 : BLOCK + 1] == "é".encode()
    report = import_paths(con, [raw(tmp_path / "score.csv", text.encode())])[0]
    assert (report.rows_rejected, report.rows_added) == (0, report.rows_read)
    assert con.cursor().execute("SELECT right(note, 2) FROM score ORDER BY observed_on DESC LIMIT 1").fetchall() == [("yé",)]


def test_so_many_columns_that_one_line_is_longer_than_a_name_may_be(tmp_path: Path, refuse: Refuse) -> None:
    names = ",".join(f"c{number}" for number in range(100_000))
    refuse(raw(tmp_path / "score.csv", f"{names}\n{names}\n".encode()), r"has 100,000 columns; at most 2,000")
    refuse(raw(tmp_path / "score.csv", f"{'x' * 200_000}\n1\n".encode()), r"a name in the header has more than 131,072 letters")
    refuse(raw(tmp_path / "score.csv", b'student,"date\n1,2\n'), r"A quotation mark in it is not closed")


def test_a_file_cut_in_the_last_row(tmp_path: Path, refuse: Refuse) -> None:
    refuse(raw(tmp_path / "score.csv", GOOD.encode()[:-4]), r"was cut off: its last line \(3\) has 2 of 3 cells")


def test_a_file_cut_inside_quotation_marks(tmp_path: Path, refuse: Refuse) -> None:
    text = 'series_id,observed_on,value,note\na,2025-09-08,41,ok\na,2025-09-15,43,"went ho'
    refuse(raw(tmp_path / "score.csv", text.encode()), "the quotation mark opened in line 3 is never closed")


def test_a_last_line_without_a_line_break_is_fine_if_it_is_whole(standing: duckdb.DuckDBPyConnection, write: Write) -> None:
    assert preview(standing, [write("score.csv", GOOD.rstrip("\n"))])[0].rows_added == 2


def test_a_quotation_mark_that_swallows_the_file(tmp_path: Path, refuse: Refuse) -> None:
    rows = "a,2025-09-08,41,x\n" * 20_000
    refuse(
        raw(tmp_path / "score.csv", f'series_id,observed_on,value,note\na,2025-09-08,41,"x\n{rows}'.encode()),
        "opened in line 2 is never closed",
    )


def test_one_line_of_two_gigabytes_is_refused_at_its_beginning(tmp_path: Path, refuse: Refuse) -> None:
    path = raw(tmp_path / "score.csv", b"series_id,observed_on,value\n" + b"a" * 3_000_000)
    os.truncate(path, limit("max_file_bytes"))  # a sparse file: it takes no room
    began = time.monotonic()
    refuse(path, r"line 2 has more than 1,000,000 bytes")
    assert time.monotonic() - began < 10, "the rest of the line must not be read"


def test_a_file_beyond_the_limit_is_not_opened(tmp_path: Path, refuse: Refuse) -> None:
    path = raw(tmp_path / "score.csv", GOOD.encode())
    os.truncate(path, limit("max_file_bytes") + 1)
    refuse(path, "at most 1,000,000,000 are read")


def test_zero_bytes(tmp_path: Path, refuse: Refuse) -> None:
    refuse(raw(tmp_path / "score.csv", GOOD.encode().replace(b"43", b"4\x003")), "zero byte in line 3")


def test_ten_thousand_columns(tmp_path: Path, refuse: Refuse) -> None:
    header = ",".join(f"c{number}" for number in range(10_000))
    refuse(raw(tmp_path / "score.csv", f"{header}\n{header}\n".encode()), r"has 10,000 columns; at most 2,000")


def test_a_column_name_twice(tmp_path: Path, refuse: Refuse) -> None:
    refuse(raw(tmp_path / "score.csv", b"series_id,observed_on,value,VALUE\na,2025-09-08,41,42\n"), "more than one column named value")


def test_a_column_without_a_name_that_holds_values(tmp_path: Path, refuse: Refuse) -> None:
    refuse(raw(tmp_path / "score.csv", b"series_id,observed_on,value,\na,2025-09-08,41,42\n"), "column 4 holds values but has no name")


def test_empty_columns_and_rows_that_excel_leaves_do_no_harm(standing: duckdb.DuckDBPyConnection, write: Write) -> None:
    report = preview(standing, [write("score.csv", "series_id,observed_on,value,,\na,2025-09-08,41,,\n,,,,\na,2025-09-15,43,,\n")])[0]
    assert (report.rows_read, report.rows_added) == (2, 2)


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_of_other_systems(standing: duckdb.DuckDBPyConnection, write: Write, ending: str) -> None:
    report = preview(standing, [write("score.csv", (GOOD + "a,2025-09-22,x\n").replace("\n", ending))])[0]
    assert (report.rows_added, report.rejected[0].line, report.rejected[0].value) == (2, 4, "x")


def test_a_folder_without_our_files(tmp_path: Path, refuse: Refuse) -> None:
    (tmp_path / "photos").mkdir()
    refuse(tmp_path / "photos", r"photos is a folder without any of Aimline's own files")


def test_a_folder_among_files(con: duckdb.DuckDBPyConnection, write: Write, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    with pytest.raises(IntakeRefused, match="more is a folder"):
        import_paths(con, [write("score.csv", GOOD), tmp_path / "more"])
    assert con.cursor().execute("SELECT count(*) FROM score").fetchall() == [(0,)]


def test_a_link(tmp_path: Path, refuse: Refuse) -> None:
    raw(tmp_path / "real.csv", GOOD.encode())
    (tmp_path / "score.csv").symlink_to(tmp_path / "real.csv")
    refuse(tmp_path / "score.csv", r"is a link to another place\. Name the file itself")


def test_a_pipe_and_a_device_are_never_opened(tmp_path: Path, refuse: Refuse) -> None:
    os.mkfifo(tmp_path / "score.csv")
    refuse(tmp_path / "score.csv", "is not a file but a device or a pipe")
    refuse(Path("/dev/zero"), "is not a file but a device or a pipe")


def packed(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, refuse: Refuse) -> None:
    path = tmp_path / "scores.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(limit("max_unpacked_bytes") // (1 << 24) + 1):
                part.write(bytes(1 << 24))
    assert path.stat().st_size < 2_000_000
    began = time.monotonic()
    refuse(path, r"unpacks to 6\d\d,\d{3},\d{3} bytes; at most 600,000,000 are read\. It was not opened")
    assert time.monotonic() - began < 10


def test_a_zip_that_is_no_workbook(tmp_path: Path, refuse: Refuse) -> None:
    refuse(packed(tmp_path / "scores.xlsx", {"photo.png": b"x"}), "is a zip archive but no Excel workbook")


def test_a_damaged_workbook(tmp_path: Path, refuse: Refuse) -> None:
    refuse(raw(tmp_path / "scores.xlsx", b"PK\x03\x04" + b"x" * 500), "is damaged or was cut off")
    refuse(packed(tmp_path / "other.xlsx", {"xl/workbook.xml": b"<not xml"}), "cannot be read as an Excel workbook")


def test_a_workbook_that_grows_while_it_is_parsed(tmp_path: Path, refuse: Refuse) -> None:
    """Ten entities, each ten of the one before: a thousand million letters from a few hundred bytes."""
    book = Workbook()
    book.save(tmp_path / "plain.xlsx")
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row>'
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<?xml version="1.0"?><!DOCTYPE l [{entities}]><worksheet xmlns="{space}"><sheetData>{cell}</sheetData></worksheet>'
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as plain:
        parts = {name: plain.read(name) for name in plain.namelist()}
    refuse(packed(tmp_path / "scores.xlsx", parts | {"xl/worksheets/sheet1.xml": sheet.encode()}), "cannot be read as an Excel workbook")


def test_excel_named_csv_and_csv_named_excel(tmp_path: Path, refuse: Refuse) -> None:
    refuse(
        packed(tmp_path / "score.csv", {"xl/workbook.xml": b"x"}),
        r"is an Excel workbook or another zip archive, not text.*rename it to end in \.xlsx.*unpack it",
    )
    refuse(raw(tmp_path / "score.xlsx", GOOD.encode()), r"named like an Excel workbook but is none.*rename it to end in \.csv")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), r"old Excel workbook \(\.xls\)"),
        (b"%PDF-1.7\n", "is a PDF"),
        (gzip.compress(GOOD.encode(), mtime=0), "is compressed"),
        (b"SQLite format 3\0", "SQLite database"),
    ],
)
def test_other_kinds_of_files_are_called_by_their_name(tmp_path: Path, refuse: Refuse, data: bytes, sentence: str) -> None:
    refuse(raw(tmp_path / "score.csv", data), sentence)


def test_a_file_name_with_pattern_letters_means_itself(con: duckdb.DuckDBPyConnection, write: Write) -> None:
    write("score1.csv", GOOD)
    assert import_paths(con, [write("score[1]*?.csv", GOOD.replace("41", "77"))])[0].rows_added == 2
    assert con.cursor().execute("SELECT max(value) FROM score").fetchall() == [(77.0,)]


def test_one_bad_file_of_several_refuses_them_all(con: duckdb.DuckDBPyConnection, write: Write, tmp_path: Path, refuse: Refuse) -> None:
    with pytest.raises(IntakeRefused):
        import_paths(con, [write("score.csv", GOOD), tmp_path / "gone.csv"])
    refuse(tmp_path / "gone.csv", "no such file")


def test_every_limit_says_why_and_is_held(root: Path) -> None:
    rows = [line.split(",", 3) for line in LIMITS.read_text(encoding="utf-8").splitlines()[1:]]
    assert all(len(reason) > 20 for _, _, _, reason in rows)
    code = "".join(path.read_text(encoding="utf-8") for path in (root / "analytics" / "intake").rglob("*.py"))
    assert [name for name, *_ in rows if f'limit("{name}")' not in code and f"limit('{name}')" not in code] == []
