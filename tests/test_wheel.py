"""The wheel works without the checkout: everything the program reads at run time is in it."""

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def aimline(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`aimline` from the wheel in an environment of its own; only what it depends on is lent by the one that runs the tests."""
    home = tmp_path_factory.mktemp("clean")
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    site = next(home.glob("lib/python*/site-packages"))
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return home / "bin" / "aimline"


def tracked(*patterns: str) -> set[str]:
    """Files of the checkout that match, relative to it."""
    return {path.relative_to(ROOT).as_posix() for pattern in patterns for path in ROOT.glob(pattern)}


def test_the_wheel_carries_schema_models_reference_data_notes_theme_and_sample(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    sample = tracked("sample_data/district/*.csv")
    notes = {f"analytics/methods/{Path(note).name}" for note in tracked("docs/methods/*.md")}
    assert sample, "the sample district is not there"
    assert notes, "no methods notes"
    code = tracked("analytics/**/*.sql", "analytics/**/*.csv", "dashboard/**/*.py", "dashboard/.streamlit/*.toml")
    assert (sample | notes | code) - inside == set()


def test_the_wheel_carries_nothing_of_the_workbench(wheel: Path) -> None:
    tops = {path.split("/")[0] for path in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"analytics", "dashboard", "sample_data"}


def test_an_installed_aimline_computes_without_the_checkout(aimline: Path, tmp_path: Path) -> None:
    series = tmp_path / "series.csv"
    outcomes = [("A", 10), ("A", 12), ("A", 11), ("B", 20), ("B", 22), ("B", 21)]
    rows = [f"d,c,{phase},{session},{outcome},increase,count" for session, (phase, outcome) in enumerate(outcomes, start=1)]
    series.write_text("\n".join(["dataset,case,phase,session_number,outcome,direction,metric", *rows]) + "\n")
    for arguments in (["--help"], ["statistics", "series.csv", "-o", "out.csv"]):
        done = subprocess.run([str(aimline), *arguments], cwd=tmp_path, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
    values = {line.split(",")[2]: line.split(",")[3] for line in (tmp_path / "out.csv").read_text().splitlines()[1:]}
    assert float(values["NAP"]) == 1.0
    assert float(values["n_B"]) == 3.0


def test_an_installed_aimline_finds_its_own_files_and_not_the_checkout_s(aimline: Path, tmp_path: Path) -> None:
    question = "import analytics, dashboard, sample_data; print(analytics.__file__, dashboard.__file__, sample_data.__file__)"
    done = subprocess.run([str(aimline.parent / "python"), "-c", question], cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert [Path(path).is_relative_to(aimline.parent.parent) for path in done.stdout.split()] == [True, True, True], done.stderr
