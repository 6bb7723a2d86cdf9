"""Any table of scores, one row a score, through a mapping of its columns: student, date, score, measure, and more if there are more."""

from collections.abc import Mapping, Sequence

from analytics.intake.batch import Batch
from analytics.intake.door import closest
from analytics.intake.errors import IntakeRefused
from analytics.intake.formats.dates import write_dates
from analytics.intake.formats.loose_scores import LooseOptions, series_of_loose_scores
from analytics.intake.formats.options import Options
from analytics.intake.staging import RawFile

LOOKS_LIKE = "any table with one score a row, through a mapping"

NEEDED = ("student", "date", "score", "measure")
OPTIONAL = ("grade", "form", "errors", "attempts", "absent", "note", "sheet")
ALONE = ("measure", "sheet")  # may be given for another format as well

# A score cell that says so stands for an absence.
ABSENT_WORD = "absent"
# form==ordinal numbers the probes of a day in the order of the file.
ORDINAL = "=ordinal"

COLUMN = {"student": "student_id", "date": "observed_on", "score": "value", "measure": "measure_id"}


def recognises(raw: RawFile, options: Options) -> bool:
    """True where a mapping says which columns hold the scores."""
    return bool(set(options.mapping) - set(ALONE))


def arrive(batch: Batch, files: Sequence[RawFile], options: Options) -> Mapping[int, str]:
    """Read the mapped columns, settle how dates are written, and find or start each series."""
    mapping = options.mapping
    _mapping_holds(mapping)
    for raw in files:
        _copy(batch, raw, mapping)
    write_dates(batch, mapping["date"], options.date_format)
    batch.run("UPDATE loose_score SET absent = 'true', value = NULL WHERE lower(value) = ?", [ABSENT_WORD])
    if mapping.get("form") == ORDINAL:
        _number_the_day(batch)
    measure = mapping["measure"]
    labels = {COLUMN.get(name, name): place.removeprefix("=") for name, place in mapping.items()} | {"series_id": mapping["student"]}
    columns = ["value", "absent", *(name for name in ("form", "errors", "attempts", "note") if name in mapping)]
    series_of_loose_scores(batch, LooseOptions(labels, measure.removeprefix("=") if measure.startswith("=") else None, tuple(columns)))
    return {raw.arrival.number: "score" for raw in files}


def _mapping_holds(mapping: Mapping[str, str]) -> None:
    for name, place in mapping.items():
        if name not in NEEDED + OPTIONAL:
            raise IntakeRefused(
                f"The mapping names {name}, which is no part of a score.{closest(name, NEEDED + OPTIONAL)} "
                f"Known: {', '.join(NEEDED + OPTIONAL)}."
            )
        if not place.removeprefix("=").strip():
            raise IntakeRefused(f"The mapping gives nothing for {name}. Write {name}=COLUMN, or {name}==VALUE for one value in every row.")
        if place.startswith("=") and name in ("student", "date", "score"):
            raise IntakeRefused(
                f"The mapping gives the value {place[1:]} for {name}, but each row needs its own. Name the column: {name}=COLUMN."
            )
    missing = [name for name in NEEDED if name not in mapping]
    if missing:
        raise IntakeRefused(
            f"The mapping lacks {missing[0]}. Write {missing[0]}=COLUMN" + (" or measure==orf." if missing[0] == "measure" else ".")
        )


def _copy(batch: Batch, raw: RawFile, mapping: Mapping[str, str]) -> None:
    """One loose score a row; a constant of the mapping is bound, never written into the query."""
    targets, cells, values = [], [], []
    for name, place in mapping.items():
        if name == "sheet" or (name == "form" and place == ORDINAL):
            continue
        targets.append(COLUMN.get(name, name))
        cells.append("?" if place.startswith("=") else f"cell({_column(raw, name, place)})")
        values += [place[1:]] if place.startswith("=") else []
    query = f"INSERT INTO loose_score (file_no, line, {', '.join(targets)}) SELECT ?, line, {', '.join(cells)} FROM {raw.table}"
    batch.run(query, [raw.arrival.number, *values])


def _column(raw: RawFile, name: str, place: str) -> str:
    column = raw.column(place.strip())
    if column is None:
        names = [known for known in raw.header if known]
        known = f" Its columns are: {', '.join(names)[:300]}."
        raise IntakeRefused(
            f"{raw.arrival.name} has no column {place}, which the mapping names for {name}.{closest(place, names) or known}"
        )
    return column


def _number_the_day(batch: Batch) -> None:
    batch.run(
        """UPDATE loose_score l SET form = n.form
           FROM (
               SELECT row_id, (row_number() OVER day)::VARCHAR AS form FROM loose_score
               WINDOW day AS (PARTITION BY student_id, measure_id, grade, observed_on ORDER BY file_no, line)
           ) n
           WHERE n.row_id = l.row_id"""
    )
