"""No sentence of a plan contradicts another: every plan of the sample district, as its panel reads."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from analytics.caseload import student
from analytics.caseload.student_claims import claims
from analytics.caseload.student_outlook import is_doubtful, why
from analytics.caseload.student_sentence import sentence
from analytics.caseload.student_sufficiency import measured
from analytics.caseload.student_words import Plan, advice, chance, due_sessions
from analytics.commands.demo import make_demo_store
from analytics.store import open_store
from sample_data import TODAY


@dataclass(frozen=True)
class Told:
    """A plan and what its panel says."""

    plan: Plan
    answer: str
    chance: str
    why: str
    claims: str
    advice: str


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    path = tmp_path_factory.mktemp("demo") / "demo.duckdb"
    make_demo_store(path)
    with open_store(path) as con:
        return list(_read(con))


def _read(con) -> Iterator[Told]:
    eyes = {}
    for (staff_id,) in con.cursor().execute("SELECT staff_id FROM staff ORDER BY staff_id").fetchall():
        seen = (
            con.cursor().execute("SELECT student_id FROM visible_students($staff, $today)", {"staff": staff_id, "today": TODAY}).fetchall()
        )
        eyes |= dict.fromkeys((student_id for (student_id,) in seen), staff_id)
    with_plans = {student_id for (student_id,) in con.cursor().execute("SELECT DISTINCT student_id FROM plan").fetchall()}
    for student_id in sorted(with_plans & eyes.keys()):
        for plan in student.record(con, eyes[student_id], TODAY, student_id).plans:
            said = chance(plan, TODAY) or ""
            beside = (why(plan) or "") if said else ""
            claimed = " ".join(claim.told for claim in claims(plan))
            yield Told(plan, sentence(plan, TODAY), said, beside, claimed, advice(plan)[0])


def test_the_walk_meets_every_verdict(told: list[Told]) -> None:
    assert len(told) > 300
    met = {one.plan["verdict"] for one in told if not one.plan["is_finished"]}
    assert {"effective", "ineffective", "not delivered", "too early", "target reached", "on track", "off track", "uncertain"} <= met
    assert any(is_doubtful(one.plan) for one in told), "one that is on pace and may still miss its target"


def test_an_effective_plan_that_may_miss_its_target_says_so_and_why(told: list[Told]) -> None:
    for one in told:
        if one.chance and one.plan["verdict"] == "effective":
            low = one.plan["probability"] < 0.5
            assert low == ("and yet the target may be missed: " in one.why), one
            if one.plan["on_pace"] == "yes":
                assert low == ("may still be missed" in one.answer) == ("look again" in one.advice), one
                assert low == ("The target may still be missed" in one.plan["reason"]), "the exported reason too"


def test_shares_of_students_are_said_of_the_chance_alone(told: list[Told]) -> None:
    assert [one for one in told if "students with scores like these" in one.claims + one.answer or " in 10 " in one.claims] == []


def test_what_was_not_delivered_has_no_chance_and_no_claim(told: list[Told]) -> None:
    assert [one for one in told if one.plan["verdict"] == "not delivered" and (one.chance or one.claims)] == []


def test_growth_that_is_none_is_not_called_slow(told: list[Told]) -> None:
    for one in told:
        if one.answer.startswith(("Growth is too slow", "Improvement is too slow")):
            assert not any(words in one.answer for words in ("going down", "staying about level")) or one.plan["sign"] < 0, one


def test_a_verdict_and_its_chance_do_not_point_apart(told: list[Told]) -> None:
    for one in told:
        probability = one.plan["probability"]
        if one.chance and one.plan["verdict"] in ("ineffective", "off track"):
            assert probability < 0.5 or one.why, one
        if one.chance and one.plan["verdict"] == "on track":
            assert probability >= 0.5, one


def test_sessions_add_up(told: list[Told]) -> None:
    for one in (one for one in told if one.plan["dosage"] is not None):
        held, due = one.plan["held"], due_sessions(one.plan)
        assert held + (one.plan["not_held"] or 0) <= due and one.plan["dosage"] == pytest.approx(held / due), one
        assert any(f"{held} of {due} session" in part.told for part in measured(one.plan)), one
