"""The tables of docs/process.md and docs/clocks.md, from the vocabulary's own files, so that they cannot disagree.

`python -m analytics.process.rule_tables docs/process.md` writes them anew; a test says when it must be.
"""

import csv
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

HERE = Path(__file__).parent
Row = dict[str, str]


def events() -> str:
    """Each kind of event: step, name, title, what must be filled, Ed-Fi's name, citation."""
    rows = [
        [row["step"], f"`{row['event']}`", row["title"], _list(row["required"]), row["ed_fi"], row["citation"]]
        for row in sorted(_read("event_kinds.csv"), key=lambda row: (int(row["step"]), int(row["sort_order"])))
    ]
    return _table(("step", "event", "what people call it", "must be filled beside the day", "Ed-Fi 6.1", "law"), rows)


def codes() -> str:
    """Each field's codes: event, field, codes with their titles."""
    fields: dict[tuple[str, str], list[str]] = {}
    for row in _read("event_codes.csv"):
        fields.setdefault((row["event"], row["field"]), []).append(f"`{row['code']}` {row['title']}")
    rows = [["every event" if event == "*" else f"`{event}`", f"`{field}`", "; ".join(found)] for (event, field), found in fields.items()]
    return _table(("event", "column", "code and what people read"), rows)


def rules() -> str:
    """Each rule: what it does, name, what people read, law."""
    rows = [[row["effect"], f"`{row['rule_id']}`", row["message"], row["citation"]] for row in _read("event_rules.csv")]
    return _table(("effect", "rule", "what people read", "law"), rows)


def moves() -> str:
    """Each move: event, from, to, why."""
    rows = [
        [
            f"`{row['event']}`" + (f" {row['outcome']}" if row["outcome"] else ""),
            row["from_steps"].replace("|", ", "),
            (f"{row['through_step']}, then " if row["through_step"] else "") + row["to_step"],
        ]
        for row in _read("step_moves.csv")
    ]
    return _table(("event", "for a student at step", "leads to"), rows)


def clocks() -> str:
    """The rules of the clocks, the federal ones first, then a table a state: name, clock, rule in words, citation, how it was checked."""
    rows = _read("clock_rules.csv")
    states = sorted({row["state"] for row in rows} - {"US"})
    return "\n\n".join(_of_state(state, [row for row in rows if row["state"] == state]) for state in ["US", *states])


def _of_state(state: str, rows: Sequence[Row]) -> str:
    head = ("rule", "clock", "rule in plain words", "citation", "checked", "when and where")
    lines = [[f"`{row['clock_rule_id']}`", *(row[name] for name in ("title", "rule_text", "citation")), *_checked(row)] for row in rows]
    return f"### {'Federal (US)' if state == 'US' else state}\n\n{_table(head, lines)}"


def _checked(row: Row) -> list[str]:
    return [CHECKED[row["verification"]], " ".join(filter(None, (row["verified_on"], row["verified_how"]))) or "–"]


def extensions() -> str:
    """Of each rule on evaluations whether it lets parent and school agree on a later date, and what it says."""
    rows = [row for row in _read("clock_rules.csv") if row["clock"] == "evaluation"]
    return _table(
        ("state", "may they agree", "what it says"), [[row["state"], row["allows_extension"], row["extension_text"]] for row in rows]
    )


CHECKED = {"read": "read", "secondary": "secondary account, not checked against the law", "memory": "not checked"}
TABLES: dict[str, Callable[[], str]] = {
    "events": events, "codes": codes, "rules": rules, "moves": moves, "clocks": clocks, "extensions": extensions,
}  # fmt: skip


def put_into(text: str) -> str:
    """The text with each table whose marks it has made anew."""
    for name, make in TABLES.items():
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        if begin not in text:
            continue
        before, rest = text.split(begin, 1)
        text = f"{before}{begin}\n\n{make()}\n\n{end}{rest.split(end, 1)[1]}"
    return text


def _read(name: str) -> list[Row]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _list(names: str) -> str:
    return ", ".join(f"`{name}`" for name in names.split("|") if name)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', ', ') for cell in line)} |".replace("|  |", "| |") for line in lines)


def main() -> None:
    """Write the tables of the file named on the command line anew."""
    path = Path(sys.argv[1])
    path.write_text(put_into(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
