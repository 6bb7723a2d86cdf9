"""How often each decision rule errs for a schedule, an error and a required growth: from the shipped table, else simulated on the spot."""

from dataclasses import dataclass
from datetime import date

import duckdb
import pandas as pd

from analytics.caseload import query
from analytics.caseload.methods import error_rates
from analytics.rules.error_rates import CELL, HEADER, OWN_RULE, Cell, rates
from analytics.rules.simulation import boundary_table, default_thresholds

STUDENTS = (
    20_000  # of each kind, probed weekly or less: a rate near 10% is known to 0.2%; probed more often they are fewer, in the same time
)
TOTAL = "boundary_false_alarm"


@dataclass(frozen=True)
class Situation:
    """A schedule and a precision: probes a week, scores before the start, standard error of one score and required growth a week (score
    units), correlation of the errors of scores a week apart.
    """

    probes_per_week: float = 1.0
    baseline_scores: int = 3
    error: float = 10.0
    required_roi: float = 1.5
    autocorrelation: float = 0.2

    @property
    def cell(self) -> Cell:
        """The same as the simulator knows it: only the ratio of error to growth matters."""
        return Cell(max(round(self.error / self.required_roi, 2), 0.01), self.autocorrelation, self.probes_per_week, self.baseline_scores)


@dataclass(frozen=True)
class Usual:
    """What is usual for somebody's students: the measure with the most plans, how many these are, its unit and the situation."""

    situation: Situation
    measure: str | None = None
    unit: str | None = None
    n_plans: int = 0


def usual(con: duckdb.DuckDBPyConnection, viewer: str, today: date) -> Usual:
    """The usual situation among the viewer's students; without any plan, oral reading probed weekly (Situation's defaults)."""
    found = query.rows(con, "usual_plan", viewer=viewer, today=today)
    if not found:
        return Usual(Situation())
    row, plain = found[0], Situation()
    known = {name: value if row[name] is None else type(value)(f"{row[name]:.3g}") for name, value in vars(plain).items()}
    return Usual(Situation(**known), row["measure"], row["unit"], row["n_plans"])


def in_force(con: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """The thresholds that the simulator reads, as they hold now, by name."""
    held = dict(con.cursor().execute("SELECT name, value FROM setting WHERE retracted_at IS NULL").fetchall())
    return {name: float(held.get(name, value)) for name, value in default_thresholds().items()}


def shipped(con: duckdb.DuckDBPyConnection, situation: Situation) -> pd.DataFrame | None:
    """The rows of the shipped table for the situation (columns of error_rates.HEADER); None if it has none or other thresholds hold."""
    default = default_thresholds()
    if any(value != default[name] for name, value in in_force(con).items() if name != TOTAL):
        return None
    table = error_rates(con)
    for name in CELL:
        table = table[(table[name] - getattr(situation.cell, name)).abs() < 1e-9]
    return table[list(HEADER)] if len(table) else None


def simulated(situation: Situation, thresholds: dict[str, float]) -> pd.DataFrame:
    """The same columns from students simulated now, in about two seconds; the same situation and thresholds give the same rows."""
    table = rates(situation.cell, number_simulated(situation), thresholds)
    allowed = [total for total in boundary_table() if total <= thresholds[TOTAL] + 1e-9] or [min(boundary_table())]
    return table[(table["rule_id"] != OWN_RULE) | (table[TOTAL] == max(allowed))]


def number_simulated(situation: Situation) -> int:
    """How many students of each kind `simulated` plants."""
    return round(STUDENTS / max(1.0, situation.probes_per_week))
