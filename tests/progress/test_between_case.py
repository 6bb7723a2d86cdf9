"""`aimline statistics --groups`: between-case standardised mean differences against golden and published values."""

import math
from pathlib import Path

import numpy as np
import plain_between_case as plain
import pytest
from group_files import BASE, HEADER, estimates, table, written
from scipy import optimize

ROOT = Path(__file__).parents[2]
FOLDERS = {"golden": ROOT / "tests" / "golden", "published": ROOT.parent / "shared" / "reference" / "published"}
TOLERANCE = 1e-8

# nlme's optimiser stops short of the maximum of the restricted likelihood; how far is tested below.
STOPPED_SHORT = {("Laski", name) for name in ("REML_g_mlm_g_AB", "REML_g_mlm_delta_AB", "REML_g_mlm_nu")}
HOW_FAR = 1e-6


def rows_of(reference, dataset):
    """(case, phase, session, score) in order of case and session."""
    own = [row for row in table(folder_of(reference) / "group_series.csv") if row["dataset"] == dataset and row["outcome"]]
    rows = [(row["case"], row["phase"], float(row["session_number"]), float(row["outcome"])) for row in own]
    return sorted(rows, key=lambda row: (row[0], row[2]))


def folder_of(reference):
    if not FOLDERS[reference].is_dir():
        pytest.skip(f"the {reference} reference groups are not beside the project: ../shared/reference/{reference}")
    return FOLDERS[reference]


@pytest.mark.parametrize("reference", FOLDERS)
def test_effect_sizes_agree_with_the_reference(reference, tmp_path):
    folder = folder_of(reference)
    got = written(folder / "group_series.csv", tmp_path / "out.csv")
    expected = table(folder / "group_expected.csv")
    assert len(expected) >= 11
    for row in expected:
        key = (row["dataset"], row["statistic"])
        for cell in ("value", "se"):
            if row[cell]:
                tolerance = HOW_FAR if key in STOPPED_SHORT else TOLERANCE
                assert float(got[key][cell]) == pytest.approx(float(row[cell]), rel=tolerance, abs=tolerance), (key, cell)


@pytest.mark.parametrize("dataset", ["words_read", "percent_correct", "long_baselines", "talk_outs_reversal", "one_pair"])
def test_golden_values_are_those_of_a_second_plain_implementation(dataset):
    rows = rows_of("golden", dataset)
    expected = {r["statistic"]: r for r in table(FOLDERS["golden"] / "group_expected.csv") if r["dataset"] == dataset}
    design = "ABk" if rows[0][1] == "A1" else "MB"
    names = {"delta": "delta_unadj", "g": "g_adj", "nu": "nu", "phi": "phi", "rho": "rho"}
    checked = {f"HPS_{design}_{names[name]}": value for name, value in plain.moments(rows).items() if name in names}
    if design == "MB":
        names = {"delta": "delta_AB", "g": "g_AB", "nu": "nu", "phi": "phi", "rho": "rho"}
        checked |= {f"REML_g_mlm_{names[name]}": value for name, value in plain.reml(rows).items() if name in names}
    assert set(checked) == set(expected)
    for name, value in checked.items():
        assert value == pytest.approx(float(expected[name]["value"]), rel=TOLERANCE, abs=TOLERANCE), name


def test_the_published_mixed_model_stopped_short_of_the_maximum():
    """The parameters behind its printed numbers, found from these, are no maximum; ours are, to the last digits."""
    rows = rows_of("published", "Laski")
    reference = {r["statistic"]: r for r in table(FOLDERS["published"] / "group_expected.csv") if r["dataset"] == "Laski"}
    likelihood, ours = plain.Likelihood(rows), plain.reml(rows)
    printed = [float(reference[f"REML_g_mlm_{name}"]["value"]) for name in ("delta_AB", "nu")]
    printed.append(float(reference["REML_g_mlm_g_AB"]["se"]))
    best = optimize.root(likelihood.score, theta_near(likelihood), tol=1e-14).x

    def at(theta):
        found = plain.summary(likelihood, theta)
        return np.array([found["delta"], found["nu"], found["se"]])

    theirs = optimize.root(lambda theta: at(theta) - printed, best, tol=1e-14).x
    assert at(theirs) == pytest.approx(printed, rel=1e-11)
    assert at(best) == pytest.approx([ours["delta"], ours["nu"], ours["se"]], rel=1e-10)

    def from_top(theta):
        return float(np.sqrt(likelihood.score(theta) @ np.linalg.solve(likelihood.information(theta), likelihood.score(theta))))

    assert from_top(best) < 1e-9
    assert from_top(theirs) > 100 * max(from_top(best), 1e-12)


def theta_near(likelihood):
    spread = float(np.var(likelihood.y))
    bounds = [(1e-6, None), (-0.9, 0.9), (1e-6, None)]
    return optimize.minimize(lambda t: -likelihood(t), [spread / 2, 0.1, spread / 2], bounds=bounds, method="L-BFGS-B").x


def test_a_wanted_decrease_is_negative_and_nothing_else_changes(tmp_path):
    up = estimates(tmp_path, BASE)
    mirrored = "".join(",".join([*row.split(",")[:4], str(100 - float(row.split(",")[4]))]) + "\n" for row in BASE.splitlines())
    down = estimates(tmp_path, mirrored)
    assert up["HPS_MB_g_adj"] > 0
    for name, value in up.items():
        turned = -1 if name.endswith(("delta_unadj", "g_adj", "g_AB", "delta_AB")) else 1
        assert down[name] == pytest.approx(turned * value, rel=1e-7, abs=1e-9), name


def test_neither_unit_nor_order_of_rows_matters(tmp_path):
    plain_rows = estimates(tmp_path, BASE)
    changed = [",".join([*row.split(",")[:4], str(60 * float(row.split(",")[4]) + 5)]) for row in reversed(BASE.splitlines())]
    other = estimates(tmp_path, "\n".join(changed) + "\n")
    assert other == {name: pytest.approx(value, rel=1e-7, abs=1e-9) for name, value in plain_rows.items()}


def test_a_planted_effect_is_found_without_bias(tmp_path):
    """Five cases, 16 sessions, an effect of 1.2 standard deviations between cases, autocorrelation .3: the mean of 150 estimates."""
    rng = np.random.default_rng(11)
    text = []
    for study in range(150):
        for case in range(5):
            error = rng.normal(size=16)
            for i in range(1, 16):
                error[i] = 0.3 * error[i - 1] + math.sqrt(1 - 0.09) * error[i]
            level, start = rng.normal(), 4 + 2 * case
            for t in range(16):
                score = math.sqrt(0.5) * (level + error[t]) + (1.2 if t >= start else 0)
                text.append(f"{study},{case},{'B' if t >= start else 'A'},{t + 1},{score}\n")
    (tmp_path / "groups.csv").write_text(HEADER + "".join(text), encoding="utf-8")
    rows = written(tmp_path / "groups.csv", tmp_path / "out.csv")
    for name in ("HPS_MB_g_adj", "REML_g_mlm_g_AB"):
        found = np.array([float(row["value"]) for (_, statistic), row in rows.items() if statistic == name and row["value"]])
        assert len(found) >= 148
        assert found.mean() == pytest.approx(1.2, abs=3 * found.std() / math.sqrt(len(found))), name
        held = [float(r["ci_lower"]) <= 1.2 <= float(r["ci_upper"]) for (_, s), r in rows.items() if s == name and r["value"]]
        assert np.mean(held) > 0.9, name
