"""Where a student stands as seven steps, and a clock in words: each state once, the odd ways through the process among them."""

from datetime import date
from typing import Any

import pytest

from analytics.process.clocks import STANDINGS
from dashboard.components import clock_card, clock_cards
from dashboard.components.stepper import line, steps_of

TITLES = ("Pre-referral", "Referral", "Identification", "Eligibility", "IEP development", "Implementation", "Evaluation and review")
CLOCK: dict[str, Any] = {
    "title": "Evaluation", "period": None, "standing": "running", "due_on": date(2026, 1, 28), "days_left": 13, "days_late": None,
    "stopped_on": None, "lifted_on": None, "is_paused": False, "length": 60, "is_open": True, "verification": "read",
}  # fmt: skip


def stood(*rows: str) -> list[str]:
    """The states of the seven steps; a row reads: round, step, first day of March 2026, last day or -, closed or not."""
    history = []
    for ordinal, row in enumerate(rows, start=1):
        turn, step, from_day, to_day, closed = row.split()
        history.append(
            {"ordinal": ordinal, "round": int(turn), "step": int(step), "from_on": date(2026, 3, int(from_day)),
             "to_on": None if to_day == "-" else date(2026, 3, int(to_day)), "is_closed": closed == "closed"}
        )  # fmt: skip
    return [f"{step.state} {step.on.day}" if step.on else step.state for step in steps_of(history, TITLES)]


@pytest.mark.parametrize(
    ("rows", "states"),
    [
        ([], ["not yet"] * 7),
        (["1 1 2 5 open", "1 2 5 - open"], ["done 5", "now 5", *["not yet"] * 5]),
        (["1 6 2 - open"], [*["passed over"] * 5, "now 2", "not yet"]),  # transferred in with an IEP
        (["1 2 2 5 open", "1 3 5 9 open", "1 3 9 - closed"], ["passed over", "done 5", "ended 9", *["not yet"] * 4]),  # consent revoked
        (["1 6 2 9 open", "1 7 9 9 open", "1 6 9 - open"], [*["passed over"] * 5, "now 2", "done 9"]),  # reviewed, and on
        (["1 1 2 5 open", "1 1 5 9 closed", "2 2 9 - open"], ["passed over", "now 9", *["not yet"] * 5]),  # begun anew
    ],
)
def test_each_step_is_done_now_or_not_yet(rows: list[str], states: list[str]) -> None:
    assert stood(*rows) == states


def test_a_review_is_the_last_one_and_services_run_since_they_began() -> None:
    days = [(6, "2025-01-13", "2026-01-07"), (7, "2026-01-07", "2026-01-07"), (6, "2026-01-07", None)]
    history = [
        {"ordinal": place, "round": 1, "step": step, "from_on": date.fromisoformat(first),
         "to_on": date.fromisoformat(last) if last else None, "is_closed": False}
        for place, (step, first, last) in enumerate(days)
    ]  # fmt: skip
    told = [line(step) for step in steps_of(history, TITLES)]
    assert "since 13 Jan 2025" in told[5] and "last review 7 Jan 2026" in told[6]


def test_a_step_says_its_state_by_word_shape_and_colour() -> None:
    now = steps_of([{"ordinal": 1, "round": 1, "step": 1, "from_on": date(2026, 3, 2), "to_on": None, "is_closed": False}], TITLES)[0]
    assert line(now) == "**Pre-referral**  \n   :blue-badge[● now]  \n   :small[:gray[since 2 Mar 2026]]"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "due 28 Jan 2026: 13 days left"),
        ({"days_left": 0}, "due 28 Jan 2026: today"),
        ({"days_left": 2434}, "due 28 Jan 2026: 2,434 days left (6.7 years)"),
        ({"standing": "overdue", "days_left": -1, "days_late": 1}, "was due 28 Jan 2026: 1 day late"),
        (
            {"due_on": None, "length": None, "started_on": date(2025, 12, 1)},
            "open since 1 Dec 2025: as soon as possible; the law gives no number of days",
        ),
        ({"standing": "not yet known", "is_paused": True}, "waits for consent; these days do not count"),
        ({"standing": "not yet known", "due_on": None}, "the date cannot be told yet"),
        ({"standing": "met on time", "stopped_on": date(2026, 1, 20)}, "met on 20 Jan 2026 (due 28 Jan 2026)"),
        ({"standing": "met late", "stopped_on": date(2026, 1, 30), "days_late": 2}, "met on 30 Jan 2026, 2 days late (due 28 Jan 2026)"),
        ({"standing": "lifted", "lifted_on": date(2026, 1, 5)}, "ended on 5 Jan 2026"),
    ],
)
def test_a_clock_says_when_it_is_due_and_how_much_time_is_left(changed: dict[str, Any], words: str) -> None:
    assert clock_card.due_words(CLOCK | changed) == words


def test_a_rule_that_nobody_read_in_the_law_says_so_beside_the_date() -> None:
    assert clock_card.NOT_VERIFIED not in clock_cards.words(CLOCK | {"clock": "evaluation"})
    for how in ("secondary", "memory"):
        assert clock_card.NOT_VERIFIED in clock_cards.words(CLOCK | {"clock": "evaluation", "verification": how})


def test_a_title_names_its_period_and_is_escaped_once() -> None:
    report = CLOCK | {"title": "Progress report", "period": "third quarter 2024-25"}
    assert clock_card.plain_title(report) == "Progress report, third quarter 2024-25"
    assert clock_card.title(report).replace("\\", "") == clock_card.plain_title(report)


def test_every_standing_has_a_mark_of_its_own() -> None:
    assert set(clock_card.MARKS) == set(STANDINGS)
    assert len({mark.glyph for mark in clock_card.MARKS.values()}) == len(STANDINGS)
    assert clock_card.most_urgent([CLOCK | {"is_open": False}, CLOCK]) == CLOCK
