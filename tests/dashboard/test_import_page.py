"""The Import page: preview, commit, rejected rows, mapping, history and the review list, with real files."""

import io
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.testing.v1 import AppTest

from analytics import store
from analytics.caseload import imports
from analytics.intake import IntakeRefused
from analytics.store import access_log
from dashboard import pages, reads, reads_import, uploads
from dashboard.components import unbroken
from dashboard.viewer import Viewer

PAGE = "views/import_page.py"
Look = Callable[..., AppTest]
SCORES = b"Student ID,Test Date,WCPM\nS1,2026-02-23,47\nS2,2026-02-23,abc\nS9,2026-02-23,50\nS3,2026-02-23,700\n"
OWN = b"series_id,observed_on,value\nS1-orf,2026-02-23,47\nS3-orf,2026-02-23,6l\n"


@pytest.fixture
def own_path(tmp_path: Path, small_store_path: Path) -> Path:
    """A copy of the small store that the page may change."""
    return Path(shutil.copyfile(small_store_path, tmp_path / "own.duckdb"))


@pytest.fixture
def page(look: Look, own_path: Path) -> AppTest:
    return look("D1", PAGE, store_path=own_path)


def texts(app: AppTest) -> str:
    shown = "\n".join(element.value for kind in ("markdown", "error", "warning", "success", "info") for element in app.get(kind))
    return shown.replace("\\", "")


def upload(app: AppTest, name: str, content: bytes) -> AppTest:
    app.file_uploader[0].set_value((name, content, "text/csv")).run()
    assert not app.exception
    return app


def choose(app: AppTest, label: str, value: str) -> None:
    next(box for box in app.selectbox if box.label == label).set_value(value).run()
    assert not app.exception


def live(path: Path, day: str) -> list[tuple[str, float]]:
    query = "SELECT series_id, value FROM score WHERE observed_on = ? AND retracted_at IS NULL ORDER BY 1"
    return reads._opened(str(path)).cursor().execute(query, [day]).fetchall()


def test_a_table_of_scores_is_mapped_previewed_and_imported(page: AppTest, own_path: Path) -> None:
    upload(page, "scores.csv", SCORES)
    assert "Say which column is which" in texts(page) and "Choose the columns" in texts(page)
    assert [box.value for box in page.selectbox if box.label in ("Student number", "Date", "Score")] == [
        "Student ID",
        "Test Date",
        "WCPM",
    ], "guessed"
    choose(page, "Measure", "=orf")
    assert "4 rows read, 1 new, 3 rejected" in texts(page)
    assert live(own_path, "2026-02-23") == [], "a preview stores nothing"
    refused = page.table[0].value
    assert list(refused["Line"]) == ["3", "4", "5"] and list(refused["Value"]) == ["abc", "S9", "700"]
    assert (refused["Remedy"].str.len() > 0).all()
    page.button(key="import_now").click().run()
    assert not page.exception
    assert live(own_path, "2026-02-23") == [("S1-orf", 47.0)]
    assert "4 rows read, 1 new, 3 rejected" in texts(page)
    page.segmented_control(key="import_view").set_value("history").run()
    row = page.dataframe[0].value.iloc[0]
    assert (row["File"], row["By"], row["New"], row["Rejected"]) == ("scores.csv", "Dee District", 1, 3)
    assert list(page.table[0].value["Value"]) == ["abc", "S9", "700"], "kept after the upload is gone"


def test_aimline_s_own_table_needs_no_mapping(page: AppTest, own_path: Path) -> None:
    upload(page, "score.csv", OWN)
    assert "2 rows read, 1 new, 1 rejected" in texts(page)
    page.button(key="import_now").click().run()
    assert live(own_path, "2026-02-23") == [("S1-orf", 47.0)]


def test_an_excel_file_is_read(page: AppTest) -> None:
    book = io.BytesIO()
    pd.DataFrame({"student": ["S1"], "date": [date(2026, 2, 23)], "score": [47], "measure": ["orf"]}).to_excel(book, index=False)
    upload(page, "scores.xlsx", book.getvalue())
    assert "1 row read, 1 new" in texts(page), "every column guessed from its name"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.csv", b"", "is empty"),
        ("picture.csv", b"%PDF-1.7 ...", "is a PDF"),
        ("fake.csv", b"PK\x03\x04....", "rename it to end in .xlsx"),
    ],
)
def test_what_is_no_table_is_told_in_a_sentence(page: AppTest, name: str, content: bytes, told: str) -> None:
    upload(page, name, content)
    assert told in texts(page)
    with pytest.raises(KeyError):
        page.button(key="import_now")


def test_the_same_file_twice_changes_nothing(page: AppTest, own_path: Path) -> None:
    upload(page, "score.csv", OWN)
    page.button(key="import_now").click().run()
    upload(page, "score.csv", OWN)
    assert "1 unchanged" in texts(page) and "Nothing of this would change the store" in texts(page)


@pytest.mark.parametrize(("keep", "value"), [("typed", 52.0), ("imported", 47.0)])
def test_a_typed_and_an_imported_value_wait_for_a_person(page: AppTest, own_path: Path, keep: str, value: float) -> None:
    with store.transaction(reads._opened(str(own_path))) as cursor:
        cursor.execute("INSERT INTO score (series_id, observed_on, value, origin) VALUES ('S1-orf', '2026-02-23', 52, 'typed')")
    upload(page, "score.csv", OWN)
    page.button(key="import_now").click().run()
    assert live(own_path, "2026-02-23") == [("S1-orf", 52.0)], "the typed value stands"
    page.segmented_control(key="import_view").set_value("review").run()
    buttons = {button.label: button for button in page.button}
    assert "Ana Alvarez" in texts(page) and {"Keep typed: 52", "Keep imported: 47"} <= set(buttons)
    assert [entry["student_id"] for entry in access_log.entries(own_path) if entry["purpose"] == "review list"] == ["S1"]
    buttons[f"Keep {keep}: {value:g}"].click().run()
    assert not page.exception
    assert live(own_path, "2026-02-23") == [("S1-orf", value)]
    assert "No typed score differs" in texts(page)


def test_the_data_check_tells_what_deserves_a_look_and_what_to_do(page: AppTest, own_path: Path) -> None:
    page.segmented_control(key="import_view").set_value("check").run()
    assert not page.exception
    shown = page.table[0].value
    before = set(shown["What"])
    reads._opened(str(own_path)).execute("UPDATE score SET value = 900 WHERE series_id = 'S6-orf' AND observed_on = '2025-11-03'")
    page.run()
    found = page.table[0].value
    (new, far) = (row for row in found.to_dict("records") if row["What"] not in before)
    assert "Scores that cannot be" in new["What"].replace("\\", "") and new["How many"] == "1"
    assert "far beyond all others" in far["What"] and far["How many"] == "1"
    page.selectbox(key="check_of").set_value("out_of_range").run()
    assert page.dataframe[0].value["Which"].tolist() == ["S6-orf 2025-11-03 900.0"]
    assert "S6-orf 2025-11-03 900" in new["The first one"].replace("\\", "") and "Correct them" in new["What to do"]


def test_sound_data_are_told_to_be_sound(look: Look, tmp_path: Path) -> None:
    store.open_store(tmp_path / "new.duckdb").close()
    page = look("whoever", PAGE, store_path=tmp_path / "new.duckdb")
    page.segmented_control(key="import_view").set_value("check").run()
    assert "Nothing in the data asks for a look" in page.success[0].value


def test_only_those_who_may_see_every_student_import(look: Look, own_path: Path) -> None:
    assert {role for page in pages.PAGES if page.file == PAGE for role in page.roles} == {"district", "setup"}
    con = store.open_store(own_path)
    assert [imports.may_import(con, staff_id, date(2026, 3, 2)) for staff_id in ("D1", "P1", "T1", "M1", "nobody")] == [
        True,
        False,
        False,
        False,
        False,
    ]
    con.close()
    look("P1", store_path=own_path)
    principal = Viewer("P1", date(2026, 3, 2), "Pat", "district")
    for read in (
        reads_import.history,
        reads_import.findings,
        lambda who: reads_import.rejections(who, "x"),
        lambda who: reads_import.preview(who, reads_import.Request(())),
    ):
        with pytest.raises(IntakeRefused, match="may see every student"):
            read(principal)


def test_a_store_without_staff_takes_its_first_import(look: Look, tmp_path: Path) -> None:
    store.open_store(tmp_path / "new.duckdb").close()
    app = look("whoever", PAGE, store_path=tmp_path / "new.duckdb")
    upload(app, "school.csv", b"school_id,name,district,state\nA,Cedar,Sample,NY\n")
    app.button(key="import_now").click().run()
    assert not app.exception
    assert reads._opened(str(tmp_path / "new.duckdb")).cursor().execute("SELECT name FROM school").fetchall() == [("Cedar",)]


def test_an_upload_cannot_name_a_place_outside_its_folder() -> None:
    class File:
        name = "../../../etc/scores.csv"

        def getvalue(self) -> bytes:
            return b"a,b\n"

    folder, paths = uploads.keep([File(), File()])
    assert [path.is_relative_to(folder) for path in paths] == [True, True] and len(set(paths)) == 2
    uploads.drop(folder)
    assert not folder.exists()


def test_a_press_on_something_else_waits_until_the_import_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    class Bar:
        """Streamlit's bar while another button has been pressed: it ends the run of the page."""

        def progress(self, share: float, text: str) -> None:
            raise RerunException(RerunData())

    monkeypatch.setattr(unbroken.st, "progress", lambda share, text: Bar())
    steps = []
    with pytest.raises(RerunException), unbroken.bar("Importing…") as show:
        for step in ("checking", "storing"):
            show(step, 0.5)
            steps.append(step)
    assert steps == ["checking", "storing"]
