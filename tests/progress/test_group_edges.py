"""`aimline statistics --groups` at the edges: what it says of awkward groups, what it remarks on, what it refuses."""

import math

import pytest
from group_files import BASE, HEADER, estimates, lines

from analytics.progress.extra.group_file import write_group_statistics
from analytics.store.errors import AimlineError

HPS = ("HPS_MB_delta_unadj", "HPS_MB_g_adj", "HPS_MB_nu", "HPS_MB_phi", "HPS_MB_rho")
REML = ("REML_g_mlm_g_AB", "REML_g_mlm_delta_AB", "REML_g_mlm_nu", "REML_g_mlm_phi", "REML_g_mlm_rho")
EDGES = {
    "one case: no spread between cases": (lines([("A", [1, 2, 3]), ("B", [4, 5, 6])]), {"HPS_MB_phi"}),
    "one score a phase: no autocorrelation": (lines([("A", [1]), ("B", [4])], [("A", [2]), ("B", [6])]), {"HPS_MB_delta_unadj"}),
    "all scores equal: no spread at all": (lines(*[[("A", [5, 5, 5]), ("B", [5, 5])]] * 3), set()),
    "constant within phases: no error": (lines([("A", [1, 1]), ("B", [3, 3])], [("A", [2, 2]), ("B", [4, 4])]), {"HPS_MB_delta_unadj"}),
    "no occasion in common": (lines([("A", [1, 2]), ("B", [4, 5])], [("A", [None] * 4 + [2, 1]), ("B", [6, 4])]), {"HPS_MB_phi", *REML}),
    "missed sessions": (BASE.replace("4,4\n", "4,\n"), {*HPS, *REML}),
    "negative scores": (BASE.replace(",3\n", ",-3\n"), {*HPS, *REML}),
}


@pytest.mark.parametrize("edge", EDGES)
def test_what_is_said_of_awkward_groups(edge, tmp_path):
    """A number or an empty cell, never NaN, infinity or an error."""
    text, exist = EDGES[edge]
    found = estimates(tmp_path, text)
    assert set(found) == {*HPS, *REML}
    assert {name for name, value in found.items() if value is not None} == exist
    assert all(math.isfinite(value) for value in found.values() if value is not None)


def test_several_scores_a_session_are_used_and_remarked_on(tmp_path):
    text = BASE + "".join(f"g,case {case},A,1,{score}\n" for case, score in enumerate((4, 7, 3)))
    (tmp_path / "groups.csv").write_text(HEADER + text, encoding="utf-8")
    remarks = []
    write_group_statistics(tmp_path / "groups.csv", tmp_path / "out.csv", remarks.append)
    assert len(remarks) == 1
    assert "line 26: case 'case 0' of dataset 'g' has more than one score in session 1 (3 such rows); each is used" in remarks[0]
    assert estimates(tmp_path, text)["HPS_MB_g_adj"] is not None


REVERSAL = lines(*[[("A1", [1, 2]), ("B1", [4, 5]), ("A2", [2, 1]), ("B2", [5, 6])]] * 2)
REFUSED = {
    "an unknown phase": (BASE.replace(",B,", ",C,", 1), "line 6, column phase: 'C' is not A, B, A1, B1, A2, B2 and so on. Write A and B"),
    "two ways of naming phases": (BASE.replace(",B,5", ",B1,5", 1), "column phase: 'B1' is named in another way than the first phase"),
    "a baseline afterwards": (BASE + "g,case 0,A,20,4\n", "line 26, column phase: 'A' comes after a later phase of its case has begun"),
    "phases out of order": (REVERSAL + "g,case 1,B1,9,4\n", "column phase: 'B1' comes after a later phase of its case has begun"),
    "a case without a phase": (BASE + "g,case 9,A,1,4\n", "line 26, column case: 'case 9' has no score in one of the phases"),
    "a case without a pair": (
        REVERSAL + "g,case 9,A1,1,4\ng,case 9,B1,2,4\n",
        "'case 9' has no score in one of the phases of its dataset. Add",
    ),
    "only baselines": (BASE.replace(",B,", ",A,"), "column case: 'case 0' has no score in one of the phases"),
    "a word for a score": (BASE.replace(",5\n", ",five\n", 1), "column outcome: 'five' is not a number"),
}


@pytest.mark.parametrize("mistake", REFUSED)
def test_a_groups_file_with_a_mistake_is_refused_with_line_column_value_and_remedy(tmp_path, mistake):
    text, expected = REFUSED[mistake]
    (tmp_path / "groups.csv").write_text(HEADER + text, encoding="utf-8")
    with pytest.raises(AimlineError) as refused:
        write_group_statistics(tmp_path / "groups.csv", tmp_path / "out.csv")
    assert str(refused.value).startswith(str(tmp_path / "groups.csv"))
    assert expected in str(refused.value)
    assert not (tmp_path / "out.csv").exists()


def test_the_command_line_says_what_it_wrote_and_what_looks_odd(tmp_path, program):
    (tmp_path / "groups.csv").write_text(HEADER + BASE + "g,case 0,A,1,4\n", encoding="utf-8")
    done = program("aimline", "statistics", "--groups", str(tmp_path / "groups.csv"), "-o", str(tmp_path / "out.csv"))
    assert done.returncode == 0
    assert "Between-case effect sizes of 1 group written to" in done.stdout
    assert "more than one score in session 1" in done.stderr
    both = program("aimline", "statistics", str(tmp_path / "groups.csv"), "--groups", str(tmp_path / "groups.csv"), "-o", "x.csv")
    neither = program("aimline", "statistics", "-o", "x.csv")
    assert (both.returncode, neither.returncode) == (2, 2)
    assert "--groups alone" in " ".join(both.stderr.split())
