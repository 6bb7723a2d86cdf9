"""What is wrong with a row: each fault is a condition over typed_<table> (as t), with a reason and a remedy in plain English."""

from collections.abc import Iterator
from dataclasses import dataclass

from analytics.intake.batch import Batch
from analytics.intake.row_rules import ROW_RULES, Fault
from analytics.intake.tables import Column, Table
from analytics.process.text_limits import CLEAN, SHORTEN, UNSHOWN, longest, too_long

WRITE = {
    "number": ("is not a number", "Write digits with a point: 45 or 45.5."),
    "whole": ("is not a whole number", "Write digits only: 3."),
    "date": ("is not a date", "Write it as year-month-day: 2026-02-13."),
    "yes_no": ("is neither yes nor no", "Write true or false."),
}
DAY = "{day}"  # in a reason it stands for the day that was meant and that no calendar has, as 30 February 2026
NO_SUCH_DAY = "Look up the right day and correct it."
NOT_FINITE = r"regexp_full_match(lower(t.{text}), '[+-]?(nan|inf|infinity)|[+-]?[0-9.]+e[+]?[0-9]+')"


@dataclass(frozen=True)
class _Place:
    """Where a fault is found: the column's text for display and its name in the file."""

    text: str
    label: str


def find_faults(batch: Batch, table: Table) -> None:
    """Add to rejection each fault of each row: cells first, then rows that contradict themselves, then unknown references."""
    given = batch.given.get(table.name, {})
    for column in table.columns:
        if column.name in given:
            for fault in _cell_faults(batch, table, column):
                _reject(batch, table, fault, _place(column, given))
    columns = {column.name: column for column in table.columns}
    for rule in ROW_RULES.get(table.name, ()):
        _reject(batch, table, rule, _place(columns[rule.column], given))
    for column in table.columns:
        if column.refers_to and column.name in given:
            _reject(batch, table, _unknown(column), _place(column, given))


def _place(column: Column, given: dict[str, str]) -> _Place:
    is_text = column.kind == "text" or column.name not in given
    return _Place(f't."{column.name}"' if is_text else f't."{column.name}_text"', given.get(column.name, column.name))


def _reject(batch: Batch, table: Table, fault: Fault, place: _Place) -> None:
    """A row that already has a fault in this column gets no second one for it; in a label, * stands for the month of a wide file."""
    label = "replace($label, '*', coalesce(t.part, ''))"
    batch.run(
        f"""INSERT INTO rejection
            SELECT $table, t.file_no, t.row_id, t.line, {label}, {place.text}::VARCHAR,
                replace($reason, '{DAY}', coalesce(day_meant({place.text}::VARCHAR), '')), $remedy
            FROM typed_{table.name} t WHERE ({fault.condition})
            AND NOT EXISTS (SELECT 1 FROM rejection r WHERE r.row_id = t.row_id AND r.column_name = {label})""",
        {"table": table.name, "label": place.label, "reason": fault.reason, "remedy": fault.remedy},
    )


def _cell_faults(batch: Batch, table: Table, column: Column) -> Iterator[Fault]:
    name = f't."{column.name}"'
    text = name if column.kind == "text" else f't."{column.name}_text"'
    if column.is_required:
        yield Fault(column.name, f"{text} IS NULL", "is missing", f"Fill in {column.name}.")
    if column.kind == "number":
        yield Fault(
            column.name,
            f"{name} IS NULL AND {NOT_FINITE.format(text=text[2:])}",
            "is not a finite number",
            "Leave the cell empty if nothing was measured.",
        )
    if column.kind == "date":
        yield Fault(column.name, f"{name} IS NULL AND day_meant({text}) IS NOT NULL", f"there is no {DAY}", NO_SUCH_DAY)
    if column.kind in WRITE:
        reason, remedy = WRITE[column.kind]
        yield Fault(column.name, f"{name} IS NULL AND {text} IS NOT NULL", reason, remedy)
    if column.words:
        words = ", ".join(f"'{word}'" for word in column.words)
        yield Fault(column.name, f"{name} NOT IN ({words})", "is none of the words known here", f"Write one of: {', '.join(column.words)}.")
    if column.kind == "text":
        yield from _text_faults(table, column, name)
    else:
        yield from _range_faults(batch, column, name)


def _text_faults(table: Table, column: Column, name: str) -> Iterator[Fault]:
    """Free texts of the process are no longer than its forms take them, and hold nothing that cannot be shown."""
    most = longest(table.name, column.name)
    if most is not None:
        yield Fault(column.name, f"length({name}) > {most}", too_long(most), SHORTEN)
        yield Fault(column.name, f"regexp_matches({name}, '{UNSHOWN}')", "holds a character that cannot be shown", CLEAN)


def _range_faults(batch: Batch, column: Column, name: str) -> Iterator[Fault]:
    kind = "DATE" if column.kind == "date" else "DOUBLE"
    if column.lowest:
        reason = f"lies before {column.lowest}" if column.kind == "date" else f"is below {column.lowest}"
        yield Fault(column.name, f"{name} < {kind} '{column.lowest}'", reason, "Check the value; was it mistyped?")
    if column.highest == "today":
        today = batch.today.isoformat()
        yield Fault(
            column.name,
            f"{name} > DATE '{today}'",
            f"lies in the future (today is {today})",
            "Check the date; what has not happened yet cannot be recorded.",
        )
    elif column.highest:
        reason = f"lies after {column.highest}" if column.kind == "date" else f"is above {column.highest}"
        yield Fault(column.name, f"{name} > {kind} '{column.highest}'", reason, "Check the value; was it mistyped?")


def _unknown(column: Column) -> Fault:
    table, _, or_star = column.refers_to.partition(" or ")
    star = f"t.\"{column.name}\" <> '*' AND " if or_star else ""
    condition = f'{star}t."{column.name}" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM known_{table} k WHERE k.{table}_id = t."{column.name}")'
    return Fault(
        column.name, condition, f"is no {table} in the store or in these files", f"Check the identifier, or import {table}.csv first."
    )
