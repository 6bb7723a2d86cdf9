"""What a teacher typed into a score box, read as people write it: 61, 61/3, 8/10, a for absent."""

import re
from dataclasses import dataclass

ECHOED = 20  # letters of what was typed that a refusal repeats: a pasted page must not fill the screen
ABSENT_WORDS = frozenset({"a", "abs", "absent"})
SHARES = {"percentage": 100.0, "proportion": 1.0}  # on these, 8/10 is a share of trials; elsewhere 61/3 is a score and its errors
NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")  # other scripts' digits are refused here as they are in files
TWO_WAYS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:[.][0-9]+)?")  # 1,250: a thousand two hundred fifty, or one and a quarter


@dataclass(frozen=True)
class TypedScore:
    """One box as read: what will be stored and a sentence that says so, or the problem that keeps it from being stored."""

    value: float | None = None
    absent: bool = False
    errors: float | None = None
    attempts: float | None = None
    says: str = ""
    problem: str = ""


def read(text: str, absent: bool, *, metric: str, floor: float | None, ceiling: float | None) -> TypedScore | None:
    """The box as a score; None where nothing was typed. An absence is never a zero, and a zero is a score.

    floor and ceiling are the range of the series in score units; metric is the scale of the measure (count, rate, percentage, …).
    """
    written = text.strip()
    if absent and written and written.lower() not in ABSENT_WORDS:
        return TypedScore(problem=f"Absent is ticked and “{written}” is typed. Clear one of the two.")
    if absent or written.lower() in ABSENT_WORDS:
        return TypedScore(absent=True, says="absent: the day is noted, no score is stored")
    if not written:
        return None
    texts = [part.strip() for part in written.split("/")]
    parts = [number(part) for part in texts]
    if len(parts) > 2 or any(part is None for part in parts):
        return TypedScore(problem=_no_number(written, texts))
    found = _score([part for part in parts if part is not None], metric)
    return found if found.problem else _in_range(found, floor, ceiling)


def number(text: str) -> float | None:
    """A whole or decimal number, comma or point; None for anything else, and for what can be read two ways."""
    written = text.strip()
    return float(written.replace(",", ".")) if NUMBER.fullmatch(written) and not TWO_WAYS.fullmatch(written) else None


def plain(value: float) -> str:
    """A score as people write it: no trailing zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def written(value: float | None, errors: float | None = None, attempts: float | None = None) -> str:
    """A stored score as it was typed: 48/2 for 48 with 2 errors, 80 (10 trials) for a share of trials; an absence by its word."""
    if value is None:
        return "absent"
    if errors is not None:
        return f"{plain(value)}/{plain(errors)}"
    return f"{plain(value)} ({plain(attempts)} trials)" if attempts is not None else plain(value)


def question(value: float, last: float | None, unusual_change: float | None) -> str:
    """Why a score in range is asked about before it is stored: it lies further from the last one than unusual_change (score units).

    Empty where it does not, or where nothing is known to compare it with.
    """
    if last is None or unusual_change is None or round(abs(value - last), 9) <= round(unusual_change, 9):
        return ""
    far = f"{plain(value)} is {plain(abs(value - last))} {'above' if value > last else 'below'} the last score ({plain(last)})."
    return far if value else f"{far} If the student was absent, type a."


def range_words(floor: float | None, ceiling: float | None) -> str:
    """The range of a measure in words; empty if it has none."""
    if floor is not None and ceiling is not None:
        return f"{plain(floor)} to {plain(ceiling)}"
    if floor is not None:
        return f"{plain(floor)} or more"
    return f"{plain(ceiling)} or less" if ceiling is not None else ""


def _no_number(written: str, texts: list[str]) -> str:
    written = written if len(written) <= ECHOED else f"{written[:ECHOED]}…"
    unclear = next((text for text in texts if TWO_WAYS.fullmatch(text)), None)
    if unclear is not None:
        whole, point = unclear.replace(",", ""), unclear.replace(",", ".", 1)
        meant = f"{whole} or {point}" if unclear.count(",") == 1 and "." not in unclear else whole
        return f"“{unclear}” can be read in more than one way. Type {meant}, without the comma."
    if any(letter.isdecimal() and not letter.isascii() for letter in written):
        return f"“{written}” is written in digits other than 0 to 9, which files cannot hold either. Type it in those."
    return f"“{written}” is not a number. Type digits, for example 61, or a for absent."


def _score(parts: list[float], metric: str) -> TypedScore:
    if len(parts) == 1:
        says = "0 is stored as a score; if the student was absent, type a" if parts[0] == 0 else plain(parts[0])
        return TypedScore(value=parts[0], says=says)
    first, second = parts
    if metric not in SHARES:
        if second < 0:
            return TypedScore(problem=f"{plain(second)} errors cannot be. Type the score, a slash and the errors: 61/3.")
        return TypedScore(value=first, errors=second, says=f"{plain(first)}, with {plain(second)} errors")
    if not 0 <= first <= second or second == 0:
        return TypedScore(problem=f"{plain(first)} of {plain(second)} trials cannot be. Type correct trials, slash, all trials: 8/10.")
    value = first / second * SHARES[metric]
    return TypedScore(value=value, attempts=second, says=f"{plain(first)} of {plain(second)} trials, {plain(value)}")


def _in_range(found: TypedScore, floor: float | None, ceiling: float | None) -> TypedScore:
    value = found.value or 0.0
    if (floor is None or value >= floor) and (ceiling is None or value <= ceiling):
        return found
    return TypedScore(problem=f"{plain(value)} is outside the range of this measure, {range_words(floor, ceiling)}. Check the score.")
