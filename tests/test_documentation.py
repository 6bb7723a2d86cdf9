"""Documents that cannot rot: what they name exists, and what exists is named."""

import csv
import re
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from analytics import store
from analytics.progress.statistic_names import GROUP_ROWS, STATISTIC_NAMES

ROOT = Path(__file__).resolve().parent.parent
NOTES = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs" / "methods").glob("*.md"))}


def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> list[str]:
    """Each line of the README's shell blocks."""
    blocks = re.findall(r"```sh\n(.*?)```", readme(), re.DOTALL)
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


def tracked_texts() -> dict[str, str]:
    """Every text file of the checkout that git knows."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = {}
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file() and path.suffix not in {".png", ".xlsx", ".ico"}:
            found[name] = path.read_text(encoding="utf-8", errors="replace")
    return found


def test_the_readme_s_two_lines_are_what_the_makefile_and_ci_run() -> None:
    assert commands()[:2] == ["sh scripts/demo.sh", "sh scripts/test.sh"]
    assert "sh scripts/test.sh" in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "\t@sh scripts/demo.sh\n" in makefile
    assert "\t@sh scripts/test.sh\n" in makefile


def test_each_command_in_the_readme_exists_with_its_options(program: Callable[..., CompletedProcess[str]]) -> None:
    shown = [line.split() for line in commands() if line.startswith("aimline ")]
    assert {words[1] for words in shown} >= {"demo", "serve", "import", "verdicts", "check", "statistics"}
    for words in shown:
        told = program("aimline", words[1], "--help").stdout
        options = {re.split(r"[\s=]", word.strip("[]"))[0] for word in words if word.strip("[]").startswith("-")}
        assert {option for option in options if option not in told} == set(), words


def test_help_of_each_command_has_an_example(program: Callable[..., CompletedProcess[str]]) -> None:
    for command in ("demo", "serve", "import", "verdicts", "check", "statistics"):
        assert f"aimline {command}" in program("aimline", command, "--help").stdout.split("Usage:")[1].split("\n", 1)[1], command


def test_relative_links_lead_somewhere() -> None:
    broken = []
    for name, text in tracked_texts().items():
        if name.endswith(".md"):
            for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
                if "://" not in target and not target.startswith("mailto:") and not (ROOT / name).parent.joinpath(target).exists():
                    broken.append(f"{name}: {target}")
    assert broken == []


def test_paths_in_backticks_of_the_house_s_documents_exist() -> None:
    gone = []
    for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        named = re.findall(r"`((?:analytics|dashboard|sample_data|docs|tests|scripts)/[\w./-]*)`", text)
        gone += [f"{name}: {path}" for path in named if not (ROOT / path).exists()]
    assert gone == []


def test_each_decision_rule_has_a_methods_note() -> None:
    con = store.open_store(":memory:")
    rules = [rule for (rule,) in con.cursor().execute("SELECT DISTINCT rule_id FROM decision_rule ORDER BY 1").fetchall()]
    assert len(rules) >= 5
    assert [rule for rule in rules if not noted(rule)] == []


def test_each_stored_effect_size_has_a_methods_note() -> None:
    con = store.open_store(":memory:")
    query = "SELECT comment FROM duckdb_columns() WHERE table_name = 'effect_size' AND column_name = 'statistic'"
    comment = con.cursor().execute(query).fetchall()[0][0]
    statistics = re.findall(r"\b(?:NAP|Tau|PND|PEM|PAND|IRD|SMD|LRR)\b", comment.replace("LRRi", "LRR").replace("LRRd", "LRR"))
    assert len(statistics) >= 6
    assert [statistic for statistic in statistics if not noted(statistic)] == []


def test_each_statistic_of_the_statistics_file_is_named_in_a_methods_note() -> None:
    names = {*STATISTIC_NAMES, *(f"{prefix}_{name}" for prefix, rows in GROUP_ROWS.items() for name in rows)}
    assert [name for name in sorted(names) if not any(f"`{name}`" in text for text in NOTES.values())] == []


def test_each_threshold_and_setting_is_named_in_a_methods_note() -> None:
    """So that a statistician who reads a note finds the row with the number, and who reads the row finds what it does."""
    con = store.open_store(":memory:")
    names = [name for (name,) in con.cursor().execute("SELECT DISTINCT name FROM setting ORDER BY 1").fetchall()]
    assert len(names) > 50
    assert [name for name in names if not any(f"`{name}`" in text for text in NOTES.values())] == []


def noted(word: str) -> bool:
    """Whether a note carries the word in its file name or names it in its title or as a code word."""
    plain = word.lower().replace("_", "-")
    if any(plain == stem or plain in stem.split("-") for stem in NOTES):
        return True
    return any(f"`{word}`" in text or word in text.splitlines()[0] for text in NOTES.values())


def test_each_methods_note_has_a_title_and_says_where_it_comes_from() -> None:
    assert NOTES
    source = re.compile(r"doi|Sources?\b|CFR|\b(19|20)\d\d\b")
    assert [stem for stem, text in NOTES.items() if not text.startswith("# ") or not source.search(text)] == []


def test_the_version_is_told_the_same_everywhere() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_lock_names_every_dependency_with_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [re.split(r"[\[<>=!~; ]", line)[0].lower() for line in [*project["dependencies"], *project["optional-dependencies"]["test"]]]
    locked = re.findall(r"^([a-z0-9._-]+)==", lock, re.MULTILINE)
    assert [name for name in wanted if name not in locked] == []
    assert lock.count("--hash=sha256:") >= len(locked)
    assert "://" not in lock
    assert {"duckdb==1.5.5", "streamlit==1.67.0"} <= set(re.findall(r"^[a-z0-9._-]+==[\w.]+", lock, re.MULTILINE))


# Written in pieces, so that this file does not hold what it forbids.
FORBIDDEN = {
    "a registry's host": "|".join([r"py" + r"pi\.org", r"python" + r"hosted\.org", r"registry\.np" + "m", r"deb\.deb" + r"ian\.org"]),
    "a path of one machine": r"(?<![\w./-])/" + r"(?:work|home/\w+|Users/\w+|root)/\w",
    "a token": r"\b(?:ghp|gho|xox[bp])" + r"[-_]\w{12,}|BEGIN [A-Z ]*PRIVATE " + "KEY",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nothing_in_the_checkout_names(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    assert [f"{name}: {found.group()}" for name, text in tracked_texts().items() if (found := pattern.search(text))] == []


def test_the_named_students_of_the_readme_are_in_the_sample_district() -> None:
    told = re.findall(r"^- \*\*(\w[\w' -]+)\*\*", (ROOT / "sample_data" / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    with (ROOT / "sample_data" / "district" / "student.csv").open(encoding="utf-8", newline="") as file:
        names = {f"{row['first_name']} {row['last_name']}" for row in csv.DictReader(file)}
    assert len(told) >= 6
    assert [name for name in told if name not in names] == []
