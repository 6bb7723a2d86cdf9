"""The calibration report: of the flags of past days, how many came true, and did the stated chances mean what they said?"""

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import pandas as pd

from analytics.calibration.measures import Chances, Share, chances, reliability, share
from analytics.calibration.replaying import Replayed

FLAG = {"goal": "off track", "intervention": "ineffective"}
FEWEST = "few_plans_compared"


@dataclass(frozen=True)
class KindReport:
    """How the verdicts on one kind of plan turned out. Shares are 0 to 1; whatever rests on fewer than `fewest` plans is empty, a count of
    so few too (none are 0).

    By plan, called at any of the looks: precision (of the plans called, those that failed), recall (of those that failed, the called),
    false_alarm (of those that did not fail, the called). look_precision and look_recall are the same by look. weeks_left: median weeks
    from the first call to the plan's end, of the plans called that failed. chances: Brier score and what goes with it. bins: as
    measures.reliability gives them. verdicts: success by verdict, key verdict, with value, lower, upper, n_plans, n_looks.
    """

    kind: str
    flag: str
    fewest: int
    n_plans: int | None
    n_looks: int | None
    n_failed: int | None
    precision: Share
    recall: Share
    false_alarm: Share
    look_precision: Share
    look_recall: Share
    weeks_left: float | None
    chances: Chances | None
    bins: pd.DataFrame
    verdicts: pd.DataFrame


def fewest_plans(con: duckdb.DuckDBPyConnection) -> int:
    """Fewest plans that a number may rest on (the setting few_plans_compared)."""
    return int(con.cursor().execute("SELECT threshold[$name] FROM threshold_now", {"name": FEWEST}).fetchall()[0][0])


def report(replayed: Replayed, fewest: int) -> tuple[KindReport, ...]:
    """The report on goals, then on interventions, from replayed looks."""
    looks = replayed.looks
    return tuple(_of_kind(kind, looks[looks["plan_kind"] == kind], fewest) for kind in FLAG)


def _of_kind(kind: str, looks: pd.DataFrame, fewest: int) -> KindReport:
    flag = FLAG[kind]
    looks = looks.assign(plan_id=pd.factorize(looks["plan_id"])[0])  # numbers are counted faster than names
    called, failed = looks["verdict"] == flag, ~looks["met"]
    plans = looks.assign(called=called, failed=failed).groupby("plan_id", as_index=False).agg({"called": "any", "failed": "first"})
    stated = looks[looks["probability"].notna()]

    def by_plan(of: pd.Series, what: str) -> Share:
        return share(plans.loc[of, what], plans.loc[of, "plan_id"], fewest)

    precision = by_plan(plans["called"], "failed")
    return KindReport(
        kind, flag, fewest,
        n_plans=_count(len(plans), fewest),
        n_looks=None if 0 < len(plans) < fewest else len(looks),
        n_failed=_count(int(plans["failed"].sum()), fewest),
        precision=precision,
        recall=by_plan(plans["failed"], "called"),
        false_alarm=by_plan(~plans["failed"], "called"),
        look_precision=share(failed[called], looks.loc[called, "plan_id"], fewest),
        look_recall=share(called[failed], looks.loc[failed, "plan_id"], fewest),
        weeks_left=_weeks_left(looks[called & failed], fewest),
        chances=chances(stated, fewest),
        bins=reliability(stated, fewest),
        verdicts=_by_verdict(looks, fewest),
    )  # fmt: skip


def _count(n: int, fewest: int) -> int | None:
    return None if 0 < n < fewest else n


def _weeks_left(called: pd.DataFrame, fewest: int) -> float | None:
    first = called.groupby("plan_id").agg({"on_date": "min", "end_on": "first"})
    if len(first) < max(fewest, 1):
        return None
    return float((pd.to_datetime(first["end_on"]) - pd.to_datetime(first["on_date"])).dt.days.median() / 7)


def _by_verdict(looks: pd.DataFrame, fewest: int) -> pd.DataFrame:
    rows = [{"verdict": verdict, **vars(share(of["met"], of["plan_id"], fewest))} for verdict, of in looks.groupby("verdict")]
    return pd.DataFrame(rows, columns=["verdict", "value", "lower", "upper", "n_plans", "n_looks"])


def table(reports: tuple[KindReport, ...]) -> pd.DataFrame:
    """The whole report as one table for a file. Key: plan_kind, part, item.

    Columns: value, lower and upper (95% interval), n_plans, n_looks; stated (mean chance of a bin). Empty where too few plans stand behind.
    """
    columns = ["plan_kind", "part", "item", "stated", "value", "lower", "upper", "n_plans", "n_looks"]
    rows = pd.DataFrame([row for one in reports for row in _rows(one)], columns=columns)
    return rows.astype({"stated": float, "value": float, "n_plans": "Int64", "n_looks": "Int64"})


def _rows(of: KindReport) -> Iterator[dict[str, object]]:
    head = {"plan_kind": of.kind}
    yield {**head, "part": "counts", "item": "plans", "value": of.n_plans}
    yield {**head, "part": "counts", "item": "plan-looks", "value": of.n_looks}
    yield {**head, "part": "counts", "item": "plans that failed", "value": of.n_failed}
    for name in ("precision", "recall", "false_alarm", "look_precision", "look_recall"):
        yield {**head, "part": f"called {of.flag}", "item": name, **vars(getattr(of, name))}
    yield {**head, "part": f"called {of.flag}", "item": "median weeks left at the first call", "value": of.weeks_left}
    found = of.chances
    if found:
        on = {**head, "part": "chances", "n_plans": found.n_plans, "n_looks": found.n_looks}
        for item in ("brier", "brier_base_rate", "skill", "mean_gap"):
            yield {**on, "item": item, "value": getattr(found, item)}
    numbers = ("value", "lower", "upper", "n_plans", "n_looks")
    for row in of.bins.rename(columns={"happened": "value"}).itertuples():
        yield {**head, "part": "reliability", "item": f"bin {row.bin}", **{name: getattr(row, name) for name in ("stated", *numbers)}}
    for row in of.verdicts.itertuples():
        yield {**head, "part": "succeeded after the verdict", "item": row.verdict, **{name: getattr(row, name) for name in numbers}}
