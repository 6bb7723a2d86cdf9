"""aimline check finds what is broken, and is silent on a sound store."""

import pytest

from analytics import pipeline
from analytics.checks import run_checks
from analytics.store import open_store


@pytest.fixture
def con():
    con = open_store(":memory:")
    con.execute("INSERT INTO student (student_id, first_name, last_name) VALUES ('a', 'Ana', 'B')")
    con.execute("INSERT INTO series (series_id, student_id, measure_id, grade) VALUES ('x', 'a', 'orf', '3')")
    con.execute(
        "INSERT INTO intervention (intervention_id, series_id, kind, programme, baseline, target, start_on, due_on) "
        "VALUES ('p', 'x', 'instruction', 'P', 40, 90, '2025-09-15', '2026-06-01')"
    )
    con.execute(
        "INSERT INTO score (series_id, observed_on, value, origin) "
        "SELECT 'x', DATE '2025-09-01' + 7 * i::INTEGER, 40 + i, 'imported' FROM range(10) t(i)"
    )
    pipeline.analyse(con)
    return con


def test_a_sound_store_has_no_findings(con):
    assert run_checks(con) == []


@pytest.mark.parametrize(
    ("damage", "check", "severity"),
    [
        ("INSERT INTO score SELECT * FROM score LIMIT 1", "twice_live", "broken"),
        ("DELETE FROM series", "orphan_score", "broken"),
        ("DELETE FROM student", "orphan_series", "broken"),
        ("INSERT INTO score (series_id, observed_on, value, origin) VALUES ('x', '2025-12-01', 50, 'typed')", "stale_verdict", "broken"),
        ("DELETE FROM intervention_verdict", "missing_verdict", "broken"),
        ("UPDATE score SET value = -5 WHERE observed_on = '2025-09-08'", "out_of_range", "remark"),
        ("UPDATE plan SET baseline = 0", "zero_baseline", "remark"),
        ("UPDATE plan SET required_roi = -1", "target_behind", "remark"),
    ],
)
def test_damage_is_found_and_named(con, damage, check, severity):
    con.execute(damage)
    found = {finding.check: finding for finding in run_checks(con)}
    assert found[check].severity == severity and found[check].remedy
