"""The claims about an intervention, and whether the ways of measuring growth agree, in sentences that can be read aloud. Pure."""

from dataclasses import dataclass

from analytics.caseload.student_words import Plan, is_behind, is_enough, thresholds, what_is_missing

PROBABLE = 0.8  # from here on, and from as much below one, a claim that is not settled is said to be probable or not
# How strong the evidence is that a claim holds, or that it does not, by the upper edge of its probability.
STRENGTHS = ((0.6, ""), (PROBABLE, "weak"), (0.95, "fairly strong"))
STRONGEST = "strong"
WAYS = {
    "endpoint_roi": "from the baseline to the last scores",
    "ols_roi": "by the least-squares line",
    "theil_sen_roi": "by the middle one of all slopes",
}


@dataclass(frozen=True)
class Claim:
    """One of the two claims about an intervention: what is asked, yes, no or not known, and the answer in a sentence."""

    question: str
    answer: str
    told: str


def claims(plan: Plan) -> tuple[Claim, ...]:
    """On pace, and changed from the baseline; none for goals and where an intervention cannot be judged at all or has ended."""
    judged = plan["verdict"] not in ("no data", "not delivered") and is_enough(plan) and not plan["is_finished"]
    if plan["plan_kind"] != "intervention" or not judged:
        return ()
    return (_changed(plan),) if plan["verdict"] == "target reached" else (_pace(plan), _changed(plan))


def _pace(plan: Plan) -> Claim:
    question, on_pace, probability = "Fast enough for the target?", plan["on_pace"], plan["probability_on_pace"]
    if plan["required_roi"] is None or probability is None:
        return Claim(question, "not known", f"Cannot be told: {what_is_missing(plan)}.")
    if on_pace == "yes" and is_behind(plan["roi_per_week"], plan["required_roi"]):
        return Claim(question, "yes", "Yes: the scores are at or ahead of the aimline.")
    evidence = _evidence(probability, "growth is fast enough", "growth is too slow")
    if on_pace == "yes" and probability < PROBABLE:
        # What the claim says: at the pace that is needed, and beyond half of it by the boundary.
        return Claim(question, "yes", "Yes, so far: growth is at the pace that is needed, and clearly more than half of it.")
    told = {"yes": f"Yes, so far: {evidence}.", "no": f"No: {evidence}."}
    return Claim(question, on_pace if on_pace in told else "not known", told.get(on_pace, f"{_leaning(probability)}: {evidence}."))


def _changed(plan: Plan) -> Claim:
    question, changed, probability = "Better than before the start?", plan["changed_from_baseline"], plan["probability_changed"]
    if changed == "not claimed" or probability is None:
        return Claim(question, "not known", f"Not judged: {_too_short_a_baseline(plan)}.")
    evidence = _evidence(probability, "scores are better than their own earlier trend", "scores are no better than their own earlier trend")
    if changed == "yes":
        return Claim(question, "yes", f"Yes: {evidence}.")
    return Claim(question, "not known", f"{_leaning(probability)}: {evidence}.")


def _too_short_a_baseline(plan: Plan) -> str:
    needed, n = thresholds(plan).get("change_minimum_baseline", 0), plan["n_baseline"] or 0
    if n >= needed:
        return "the scores before the start do not determine a trend"
    return f"that takes {needed:g} scores before the start, and there {'is' if n == 1 else 'are'} {n or 'none'}"


def _evidence(probability: float, claim: str, otherwise: str) -> str:
    """How strong the student's own scores speak for a claim or against it. A share of students it is not: nobody is counted here."""
    sure = round(max(probability, 1 - probability), 9)
    strength = next((words for edge, words in STRENGTHS if sure < edge), STRONGEST)
    return f"there is {strength} evidence that {claim if probability >= 0.5 else otherwise}" if strength else "the scores speak for either"


def _leaning(probability: float) -> str:
    """Which way a claim leans that the data do not settle. A claim is asked more than its probability: it must hold at every look."""
    if 1 - PROBABLE < probability < PROBABLE:
        return "Cannot be told yet"
    return f"Probably{'' if probability >= PROBABLE else ' not'}, but more scores must confirm it"


def growth_disagreement(plan: Plan) -> str | None:
    """The three ways of measuring growth beside what is needed, where they would put the student on different sides of it; else None."""
    if not plan["growth_disagrees"] or not is_enough(plan) or plan["is_finished"]:
        return None
    told = ", ".join(f"{_rate(plan[name])} {way}" for name, way in WAYS.items())
    return f"The ways of measuring growth disagree here: read the chart. Growth a week is {told}; {_rate(plan['required_roi'])} is needed."


def _rate(roi: float) -> str:
    return f"{round(roi, 2) + 0.0:g}".replace("-", "−")
