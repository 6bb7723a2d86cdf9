"""What a teacher types is read as people write it; what cannot be a score is told in a sentence."""

import pytest

from analytics.caseload.typed_score import question, read, written


@pytest.mark.parametrize(
    ("text", "value", "errors"),
    [
        ("61", 61.0, None),
        (" 61 ", 61.0, None),
        ("61.5", 61.5, None),
        ("61,5", 61.5, None),
        ("0", 0.0, None),
        ("61/3", 61.0, 3.0),
        ("1250", 1250.0, None),
        ("1,25", 1.25, None),
        ("12,3456", 12.3456, None),
        ("0,125", 0.125, None),
    ],
)
def test_a_score_is_read(text: str, value: float, errors: float | None) -> None:
    found = read(text, False, metric="rate", floor=0, ceiling=3000)
    assert found is not None
    assert (found.problem, found.value, found.errors, found.absent) == ("", value, errors, False)


@pytest.mark.parametrize("text", ["a", "A", " abs", "Absent"])
def test_absent_is_a_word_and_never_a_zero(text: str) -> None:
    found = read(text, False, metric="rate", floor=0, ceiling=300)
    assert found is not None
    assert (found.absent, found.value, found.problem) == (True, None, "")


def test_the_tick_means_absent_and_an_empty_box_means_nothing() -> None:
    ticked = read("", True, metric="rate", floor=0, ceiling=300)
    assert ticked is not None and ticked.absent and ticked.value is None
    assert read("  ", False, metric="rate", floor=0, ceiling=300) is None


def test_a_zero_is_stored_and_says_so() -> None:
    found = read("0", False, metric="rate", floor=0, ceiling=300)
    assert found is not None and "stored as a score" in found.says and "type a" in found.says


@pytest.mark.parametrize(
    ("text", "absent", "told"),
    [
        ("610", False, "610 is outside the range of this measure, 0 to 300"),
        ("-1", False, "0 to 300"),
        ("6l", False, "“6l” is not a number"),
        ("nan", False, "not a number"),
        ("a pasted page of text " * 400, False, "“a pasted page of tex…” is not"),
        ("1e3", False, "not a number"),
        ("61/3/2", False, "not a number"),
        ("1,250", False, "“1,250” can be read in more than one way. Type 1250 or 1.250, without the comma."),
        ("61/1,000", False, "“1,000” can be read in more than one way"),
        ("1,250.5", False, "Type 1250.5, without the comma"),
        ("٥٠", False, "digits other than 0 to 9"),
        ("61/-3", False, "errors cannot be"),
        ("61", True, "Absent is ticked"),
    ],
)
def test_what_cannot_be_stored_is_told(text: str, absent: bool, told: str) -> None:
    found = read(text, absent, metric="rate", floor=0, ceiling=300)
    assert found is not None
    assert told in found.problem
    assert found.value is None


@pytest.mark.parametrize(("metric", "value"), [("percentage", 80.0), ("proportion", 0.8)])
def test_eight_of_ten_trials_is_a_share_that_keeps_its_trials(metric: str, value: float) -> None:
    found = read("8/10", False, metric=metric, floor=0, ceiling=None)
    assert found is not None
    assert (found.value, found.attempts, found.errors) == (value, 10.0, None)
    impossible = read("11/10", False, metric=metric, floor=0, ceiling=None)
    assert impossible is not None and "cannot be" in impossible.problem


@pytest.mark.parametrize(("floor", "ceiling", "told"), [(0, None, "0 or more"), (None, 5, "5 or less")])
def test_a_range_with_one_end(floor: float | None, ceiling: float | None, told: str) -> None:
    found = read("-1" if ceiling is None else "6", False, metric="count", floor=floor, ceiling=ceiling)
    assert found is not None and told in found.problem


@pytest.mark.parametrize(
    ("stored", "shown"),
    [((48.0, 2.0, None), "48/2"), ((48.0, 0.0, None), "48/0"), ((48.0, None, None), "48"), ((80.0, None, 10.0), "80 (10 trials)"),
     ((None, None, None), "absent"), ((61.25, None, None), "61.25")],
)  # fmt: skip
def test_a_stored_score_reads_as_it_was_typed(stored: tuple[float | None, float | None, float | None], shown: str) -> None:
    assert written(*stored) == shown


def test_a_score_far_from_the_last_one_is_asked_about_in_numbers() -> None:
    assert question(180, 59, 40) == "180 is 121 above the last score (59)."
    assert question(5.5, 59, 40) == "5.5 is 53.5 below the last score (59)."
    assert question(0, 59, 40) == "0 is 59 below the last score (59). If the student was absent, type a."
    assert question(99, 59, 40) == "", "at the limit it is not"
    assert question(0.1 + 0.2, 0.0, 0.3) == "", "nor by the noise of a computer's numbers"
    assert question(180, None, 40) == question(180, 59, None) == "", "nothing to compare it with"
