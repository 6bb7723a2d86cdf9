"""The house as ARCHITECTURE.md describes it: who imports whom, how big a room may grow, and what never stands in it."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from analytics import pipeline
from dashboard.pages import PAGES

ROOT = Path(__file__).resolve().parent.parent
ANALYTICS = sorted((ROOT / "analytics").rglob("*.py"))
DASHBOARD = sorted((ROOT / "dashboard").rglob("*.py"))
VIEWS = sorted((ROOT / "dashboard" / "views").glob("*.py"))
FIGURES = sorted((ROOT / "dashboard" / "figures").glob("*.py"))
QUERIES = sorted(path for path in (ROOT / "analytics").rglob("*.sql") if path.parent.name not in ("schema", "migrations"))
TOPICS = ("progress", "interventions", "goals", "rules", "caseload")

VIEW_LINES = 80
ANALYTICS_LINES = 300
FUNCTION_LINES = 40
STANDARD = {"collections", "contextlib", "dataclasses", "datetime", "functools", "html", "itertools", "math", "textwrap", "typing"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """The dotted name of everything a file imports, wherever in the file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def roots(path: Path) -> set[str]:
    return {dotted.split(".")[0] for dotted in imports(path)}


@pytest.mark.parametrize("check", ["ruff check .", "mypy", "lint-imports"])
def test_the_checks_of_make_check_pass(program: Callable[..., CompletedProcess[str]], check: str) -> None:
    done = program(*check.split())
    assert done.stdout, "the check itself did not run"
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def test_a_page_is_short() -> None:
    assert {name(path): lines(path) for path in VIEWS if lines(path) >= VIEW_LINES} == {}


def test_a_page_only_picks_fetches_and_draws() -> None:
    assert VIEWS, "no pages found"
    strange = {name(path): roots(path) - {"streamlit", "dashboard"} - STANDARD for path in VIEWS}
    assert {key: found for key, found in strange.items() if found} == {}, "a page reads through dashboard.reads and draws through figures"
    assert [name(path) for path in VIEWS if any(dotted.startswith("dashboard.views") for dotted in imports(path))] == []


def test_figures_know_only_pandas_and_plotly() -> None:
    strange = {name(path): roots(path) - {"pandas", "plotly", "dashboard"} - STANDARD for path in FIGURES}
    assert {key: found for key, found in strange.items() if found} == {}
    inside = {dotted for path in FIGURES for dotted in imports(path) if dotted.startswith("dashboard")}
    assert {dotted for dotted in inside if not dotted.startswith("dashboard.figures")} == set()


def test_analytics_is_usable_without_the_pages() -> None:
    drawing = {"dashboard", "streamlit", "plotly", "matplotlib", "altair"}
    assert [name(path) for path in ANALYTICS if roots(path) & drawing] == []


def test_a_module_fits_in_a_reader_s_head() -> None:
    assert {name(path): lines(path) for path in ANALYTICS if lines(path) >= ANALYTICS_LINES} == {}


def test_a_function_fits_on_a_screen() -> None:
    functions = ((path, node) for path in [*ANALYTICS, *DASHBOARD] for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))
    length = {f"{name(path)}:{node.name}": (node.end_lineno or node.lineno) - node.lineno + 1 for path, node in functions}
    assert {key: found for key, found in length.items() if found > FUNCTION_LINES} == {}


def test_a_module_says_what_it_is_for_and_is_named_after_it() -> None:
    written = [path for path in [*ANALYTICS, *DASHBOARD] if path.read_text(encoding="utf-8").strip()]
    assert [name(path) for path in written if not ast.get_docstring(tree(path))] == []
    assert [name(path) for path in written if re.search(r"util|helper|manager|misc|common", path.stem)] == []


def test_pages_write_no_html_of_their_own() -> None:
    assert [name(path) for path in DASHBOARD if "unsafe_allow_html" in path.read_text(encoding="utf-8")] == []


def test_a_query_never_asks_the_clock() -> None:
    clock = re.compile(r"\b(current_date|current_timestamp|get_current_timestamp|today\s*\(\s*\)|now\s*\()", re.IGNORECASE)
    assert [name(path) for path in QUERIES if clock.search(code(path))] == [], "the day is a bound parameter"


def test_no_step_of_the_analysis_asks_the_clock() -> None:
    steps = [path for path in ANALYTICS if path.parent.name in TOPICS]
    assert [name(path) for path in steps if re.search(r"datetime\.now|date\.today|time\.time\(", path.read_text(encoding="utf-8"))] == []


def code(path: Path) -> str:
    """A query without its comments and its quoted text."""
    text = re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8"))
    return re.sub(r"'(?:[^']|'')*'", "''", text)


def model_rows() -> list[str]:
    """The lines of the table of models, as ARCHITECTURE.md has to show them."""
    rows = []
    for model in pipeline.MODELS:
        made = model.source if isinstance(model.source, str) else "/".join(model.source.__module__.split(".")[1:]) + ".py"
        note = f"[{model.methods_note}](docs/methods/{model.methods_note}.md)" if model.methods_note else ""
        rows.append(f"| `{model.name}` | `{made}` | {'yes' if model.kept else ''} | {note} |".replace("|  |", "| |"))
    return rows


def page_rows() -> list[str]:
    """The lines of the table of pages, as ARCHITECTURE.md has to show them."""
    roles = {page.title: ", ".join(sorted(role.replace("_", " ") for role in page.roles)) for page in PAGES}
    return [f"| {page.title} | `dashboard/{page.file}` | {roles[page.title]} |" for page in PAGES]


def shown_rows(heading: str) -> list[str]:
    """The lines of the table under a heading, without its head."""
    section = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return [line for line in section.splitlines() if line.startswith("|")][2:]


def test_the_tables_of_models_and_pages_are_those_of_the_code() -> None:
    assert shown_rows("The models, in order") == model_rows(), "paste this: " + "\n".join(model_rows())
    assert shown_rows("The pages") == page_rows(), "paste this: " + "\n".join(page_rows())


def test_a_model_that_cites_a_note_has_it() -> None:
    cited = {model.methods_note for model in pipeline.MODELS if model.methods_note}
    assert {note for note in cited if not (ROOT / "docs" / "methods" / f"{note}.md").exists()} == set()


def test_no_query_is_left_over() -> None:
    """A query is read by the model that names its path, or by a module or a table of its own folder that names it."""
    models = {model.source for model in pipeline.MODELS if isinstance(model.source, str)}
    left = [path for path in QUERIES if path.relative_to(ROOT / "analytics").as_posix() not in models]
    users = {path: "".join(user.read_text(encoding="utf-8") for user in path.parent.glob("*.*") if user != path) for path in left}
    elsewhere = "".join(path.read_text(encoding="utf-8") for path in ANALYTICS)
    assert [name(path) for path in left if path.stem not in users[path] and path.name not in elsewhere] == []


def test_the_map_shows_every_room_and_no_other() -> None:
    mapped = [row.split("`")[1] for row in shown_rows("Map")]
    assert [row for row in mapped if not (ROOT / row).exists()] == []
    rooms = {f"analytics/{path.name}/" for path in (ROOT / "analytics").iterdir() if path.is_dir() and path.name != "__pycache__"}
    rooms |= {f"analytics/{path.name}" for path in (ROOT / "analytics").glob("*.py") if path.name != "__init__.py"}
    assert rooms - set(mapped) == set()
