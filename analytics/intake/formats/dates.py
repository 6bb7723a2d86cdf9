"""How a file writes its dates: ISO, or day and month with slashes, dots or dashes; one order for the whole column, never a guess."""

from analytics.intake.batch import Batch
from analytics.intake.errors import IntakeRefused

PARTS = r"^([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})$"
ORDERS = ("dmy", "mdy", "ymd")

# The value, its two leading numbers, and the line of each date that is not ISO.
SPLIT = """
CREATE OR REPLACE TABLE split_date AS
SELECT observed_on AS written, min(line) AS line, regexp_extract(observed_on, $parts, 1)::INTEGER AS first,
    regexp_extract(observed_on, $parts, 2)::INTEGER AS second, regexp_extract(observed_on, $parts, 3)::INTEGER AS year
FROM loose_score WHERE regexp_matches(observed_on, $parts) GROUP BY observed_on
"""


def write_dates(batch: Batch, label: str, date_format: str | None) -> None:
    """Write each date of loose_score as yyyy-mm-dd. Raises IntakeRefused if the order of day and month cannot be settled.

    The whole column decides: one 13/02/2026 settles day before month for every row. What is no date at all stays as it
    is and is refused row by row.
    """
    if date_format is not None and date_format not in ORDERS:
        raise IntakeRefused(f"{date_format} is no date format. Write --date-format dmy (13/02/2026), mdy (02/13/2026) or ymd (2026-02-13).")
    batch.run(
        "UPDATE loose_score SET observed_on = regexp_replace(observed_on, '[ T]00:00(:00([.]0*)?)?$', '') WHERE length(observed_on) > 10"
    )
    batch.run(SPLIT, {"parts": PARTS})
    if date_format == "ymd" or not batch.count("SELECT count(*) FROM split_date"):
        return
    order = date_format or _order(batch, label)
    day, month = ("first", "second") if order == "dmy" else ("second", "first")
    batch.run(
        f"""UPDATE loose_score l SET observed_on = printf('%04d-%02d-%02d', s.year, s.{month}, s.{day})
            FROM split_date s WHERE s.written = l.observed_on AND s.{month} BETWEEN 1 AND 12"""
    )


def _order(batch: Batch, label: str) -> str:
    def first_where(fault: str) -> tuple[object, ...] | None:
        return next(iter(batch.run(f"SELECT written, line FROM split_date WHERE {fault} ORDER BY line LIMIT 1")), None)

    day_first, month_first = first_where("first > 12"), first_where("second > 12")
    if day_first and month_first:
        raise IntakeRefused(
            f"The column {label} writes dates both ways: {day_first[0]} in line {day_first[1]} and {month_first[0]} in line "
            f"{month_first[1]}. Write all of them as 2026-02-13."
        )
    if day_first or not (month_first or first_where("first <> second")):
        return "dmy"
    if month_first:
        return "mdy"
    unclear = first_where("first <> second")
    assert unclear is not None
    raise IntakeRefused(
        f"The column {label} does not show which number is the day: {unclear[0]} in line {unclear[1]}, and no date settles it. "
        "Say --date-format dmy (day first) or --date-format mdy (month first)."
    )
