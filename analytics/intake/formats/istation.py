"""Istation's report of ISIP scores, one row a student, wide by month: <Month>_SCORE with <Month>_ADMIN_DATE.

Columns as in the anonymised sample of edanalytics/earthmover_edfi_bundles (assessments/iStation, Apache-2.0). English reading
and Spanish come in the same columns and nothing in the file tells them apart: the measure is isip_reading unless the mapping
says otherwise (measure==isip_spanish). DOMAIN is the school's address at Istation, not a subject.
"""

from collections.abc import Mapping, Sequence

from analytics.intake.batch import Batch
from analytics.intake.formats.loose_scores import LooseOptions, series_of_loose_scores
from analytics.intake.formats.options import Options
from analytics.intake.staging import RawFile

LOOKS_LIKE = "columns STUDENT_ID, GRADE and for each month <Month>_SCORE and <Month>_ADMIN_DATE"
MEASURE = "isip_reading"
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")

MEASURE_ROW = {
    "measure_id": MEASURE,
    "name": "Istation ISIP reading",
    "area": "reading",
    "unit": "overall reading scale score",
    "metric": "other",
    "direction": "increase",
    "probe_interval_days": "30",
    "source": "Istation export: given once a month; its range and standard error do not come with the file",
}

LABELS = {
    "value": "*_SCORE",
    "observed_on": "*_ADMIN_DATE",
    "student_id": "STUDENT_ID",
    "grade": "GRADE",
    "series_id": "STUDENT_ID",
    "measure_id": "measure",
}


def recognises(raw: RawFile, options: Options) -> bool:
    """True for a header with STUDENT_ID, GRADE and at least one month, unless the mapping names the score column."""
    return "score" not in options.mapping and None not in (raw.column("STUDENT_ID"), raw.column("GRADE")) and bool(_months(raw))


def _months(raw: RawFile) -> list[str]:
    return [month for month in MONTHS if raw.column(f"{month}_SCORE") and raw.column(f"{month}_ADMIN_DATE")]


def arrive(batch: Batch, files: Sequence[RawFile], options: Options) -> Mapping[int, str]:
    """Melt the months to one score each and find or start the student's series."""
    for raw in files:
        for month in _months(raw):
            _melt(batch, raw, month)
    _read_dates(batch)
    for raw in files if options.create_students else ():
        _create_students(batch, raw)
    measure = options.mapping.get("measure", f"={MEASURE}").removeprefix("=")
    if measure == MEASURE and not batch.count("SELECT count(*) FROM measure WHERE measure_id = ?", [MEASURE]):
        _create_measure(batch)
    series_of_loose_scores(batch, LooseOptions(LABELS, measure=measure, columns=("value",)))
    return {raw.arrival.number: "score" for raw in files}


def _melt(batch: Batch, raw: RawFile, month: str) -> None:
    score, taken = raw.column(f"{month}_SCORE"), raw.column(f"{month}_ADMIN_DATE")
    batch.run(
        f"""INSERT INTO loose_score (file_no, line, part, student_id, grade, observed_on, value)
            SELECT ?, line, ?, cell({raw.column("STUDENT_ID")}), cell({raw.column("GRADE")}), cell({taken}), cell({score})
            FROM {raw.table} WHERE cell({score}) IS NOT NULL OR cell({taken}) IS NOT NULL""",
        [raw.arrival.number, month],
    )


def _read_dates(batch: Batch) -> None:
    """Turn m/d/yyyy into yyyy-mm-dd; keep as a rejection each date that is none or lies in another month than its column."""
    batch.run("CREATE OR REPLACE TEMP MACRO us_date(x) AS coalesce(date_in(x), try_strptime(x, '%m/%d/%Y')::DATE)")
    batch.run("CREATE OR REPLACE TEMP MACRO us_day_meant(x) AS no_such_day(number_at(x, 3), number_at(x, 1), number_at(x, 2))")
    batch.run("ALTER TABLE loose_score ADD COLUMN read_on DATE")
    batch.run("UPDATE loose_score SET read_on = us_date(observed_on)")
    reject = """
        INSERT INTO rejection
        SELECT 'score', file_no, row_id, line, part || '_ADMIN_DATE', observed_on, {reason}, {remedy} FROM loose_score WHERE {fault}"""
    batch.run(
        reject.format(
            reason="coalesce('there is no ' || us_day_meant(observed_on), 'is not a date')",
            remedy="'Write it as month/day/year: 10/3/2023.'",
            fault="observed_on IS NOT NULL AND read_on IS NULL",
        )
    )
    month = "monthname(read_on)"
    remedy = "'Check in Istation which is right: the month of the column or the date.'"
    batch.run(reject.format(reason=f"'lies in ' || {month} || ', not in the month of its column'", remedy=remedy, fault=f"{month} <> part"))
    batch.run("UPDATE loose_score SET observed_on = read_on::VARCHAR WHERE read_on IS NOT NULL")


def _create_measure(batch: Batch) -> None:
    names = ", ".join(MEASURE_ROW)
    places = ", ".join("?" for _ in MEASURE_ROW)
    batch.run(f"INSERT INTO arriving_measure (is_made, {names}) VALUES (true, {places})", list(MEASURE_ROW.values()))
    batch.given["measure"] = {name: name for name in MEASURE_ROW}


def _create_students(batch: Batch, raw: RawFile) -> None:
    """Students the store does not know, from the names in the file, enrolled in DOMAIN from their first score on."""
    cells = {name: f"cell(r.{raw.column(name)})" if raw.column(name) else "NULL" for name in ("LNAME", "FNAME", "BIRTHDATE", "DOMAIN")}
    student, grade = f"cell(r.{raw.column('STUDENT_ID')})", f"cell(r.{raw.column('GRADE')})"
    batch.run(
        f"""CREATE OR REPLACE TABLE new_student AS
            SELECT {student} AS student_id, first({cells["FNAME"]}) AS first_name, first({cells["LNAME"]}) AS last_name,
                first(coalesce(us_date({cells["BIRTHDATE"]})::VARCHAR, {cells["BIRTHDATE"]})) AS born_on,
                first({cells["DOMAIN"]}) AS school_id, first({grade}) AS grade, min(r.line) AS line, min(l.first_on) AS first_on
            FROM {raw.table} r
            LEFT JOIN (SELECT student_id, min(read_on) AS first_on FROM loose_score GROUP BY student_id) l ON l.student_id = {student}
            WHERE {student} NOT IN (SELECT student_id FROM student UNION ALL SELECT student_id FROM arriving_student)
            GROUP BY {student}"""
    )
    for table, query in _NEW_ROWS.items():
        batch.run(query, [raw.arrival.number])
        batch.given[table] = _NEW_LABELS[table]


_NEW_ROWS = {
    "school": """INSERT INTO arriving_school (file_no, line, is_made, school_id, name, district)
        SELECT $1, min(line), true, school_id, school_id, regexp_replace(school_id, '^[^.]*[.]', '') FROM new_student
        WHERE school_id NOT IN (SELECT school_id FROM school UNION ALL SELECT school_id FROM arriving_school) GROUP BY school_id""",
    "student": """INSERT INTO arriving_student (file_no, line, is_made, student_id, first_name, last_name, born_on)
        SELECT $1, line, true, student_id, first_name, last_name, born_on FROM new_student""",
    "enrolment": """INSERT INTO arriving_enrolment (file_no, line, is_made, student_id, school_id, grade, enrolled_on)
        SELECT $1, line, true, student_id, school_id, grade_in(grade), first_on::VARCHAR FROM new_student WHERE first_on IS NOT NULL""",
}
_NEW_LABELS = {
    "school": {"school_id": "DOMAIN", "name": "DOMAIN", "district": "DOMAIN"},
    "student": {"student_id": "STUDENT_ID", "first_name": "FNAME", "last_name": "LNAME", "born_on": "BIRTHDATE"},
    "enrolment": {"student_id": "STUDENT_ID", "school_id": "DOMAIN", "grade": "GRADE", "enrolled_on": "*_ADMIN_DATE"},
}
