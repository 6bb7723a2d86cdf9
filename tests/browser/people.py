"""Who is who in the sample district, read from its files, so that no test depends on a name that the generator may change."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard.pages import Page as Entry

DISTRICT = Path(__file__).resolve().parent.parent.parent / "sample_data" / "district"
STORIES = DISTRICT.parent / "stories.csv"
TODAY = "2026-01-15"


def live(alias: str) -> str:
    """Whether a membership or an assignment runs today, as a condition."""
    return f"{alias}.from_on <= DATE '{TODAY}' AND ({alias}.to_on IS NULL OR {alias}.to_on >= DATE '{TODAY}')"


@dataclass(frozen=True)
class Story:
    """One of the named students: whose name they bear, what they work on, and who works with them."""

    student: str
    programme: str | None
    teacher: str
    case_manager: str | None


def story(words: str) -> Story:
    """The named student whose story begins with these words."""
    con = duckdb.connect()
    for table in ("student", "class_member", "staff_assignment", "staff"):
        con.execute(f"CREATE TABLE {table} AS SELECT * FROM read_csv('{DISTRICT / table}.csv')")
    con.execute(f"CREATE TABLE story AS SELECT * FROM read_csv('{STORIES}')")
    query = f"""
        WITH who AS (SELECT * FROM story JOIN student USING (first_name, last_name) WHERE starts_with(story, $words)),
        works AS (
            SELECT a.role, s.name, m.student_id FROM staff_assignment a JOIN staff s USING (staff_id)
            JOIN class_member m ON m.class_id = a.scope_id AND {live("m")}
            WHERE a.scope = 'class' AND {live("a")}
            UNION ALL
            SELECT a.role, s.name, a.scope_id FROM staff_assignment a JOIN staff s USING (staff_id)
            WHERE a.scope = 'student' AND {live("a")}
        )
        SELECT w.first_name || ' ' || w.last_name, w.programme,
            min(name) FILTER (WHERE role = 'teacher'), min(name) FILTER (WHERE role = 'case_manager')
        FROM who w JOIN works USING (student_id) GROUP BY ALL"""
    return Story(*con.execute(query, {"words": words}).fetchall()[0])


def some_series() -> str:
    """A series of a student without a story, for a score from a file."""
    query = f"""
        SELECT min(series_id) FROM read_csv('{DISTRICT / "series.csv"}') JOIN read_csv('{DISTRICT / "student.csv"}') s USING (student_id)
        WHERE NOT EXISTS (SELECT 1 FROM read_csv('{STORIES}') t WHERE t.last_name = s.last_name AND t.first_name = s.first_name)"""
    return str(duckdb.sql(query).fetchall()[0][0])


def viewer_of(entry: Entry) -> str:
    """Somebody who finds the page in the navigation: the teacher of a student with a story, else a principal, else the district."""
    if "teacher" in entry.roles:
        return story("ineffective").teacher
    return "principal" if "principal" in entry.roles else "district"
