"""What happened? Phases, trends, effect sizes and the calls of the classic rules, as models over `comparison_score` and `plan`."""

from analytics.model import Model
from analytics.progress.nap_interval import nap_interval
from analytics.progress.t_quantile import t_quantile
from analytics.progress.theil_sen import theil_sen

STATISTIC_MODELS: tuple[Model, ...] = (
    Model("comparison_part", "progress/comparison_part.sql"),
    Model("line_fit", "progress/line_fit.sql", methods_note="least-squares-trend"),
    Model("theil_sen", theil_sen, methods_note="theil-sen"),
    Model("t_quantile", t_quantile),
    Model("phase_trend", "progress/phase_trend.sql", kept=True, methods_note="least-squares-trend"),
    Model("piecewise", "progress/piecewise.sql", kept=True, methods_note="piecewise"),
    Model("comparison", "progress/comparison.sql"),
    Model("overlap", "progress/overlap.sql", methods_note="nap"),
    Model("nap_interval", nap_interval, methods_note="nap"),
    Model("smd", "progress/smd.sql", methods_note="smd", view=True),
    Model("log_response_ratio", "progress/log_response_ratio.sql", methods_note="log-response-ratio", view=True),
    Model("effect_size", "progress/effect_size.sql", kept=True),
)

RULE_MODELS: tuple[Model, ...] = (
    Model("aimline_now", "rules/aimline_now.sql"),
    Model("consecutive_points", "rules/consecutive_points.sql", methods_note="consecutive-points", view=True),
    Model("median_of_three", "rules/median_of_three.sql", methods_note="median-of-three", view=True),
    Model("trend_line", "rules/trend_line.sql", methods_note="trend-line", view=True),
    Model("tukey", "rules/tukey.sql", methods_note="tukey", view=True),
    Model("upper_confidence_limit", "rules/upper_confidence_limit.sql", methods_note="upper-confidence-limit", view=True),
    Model("rule_call", "rules/rule_call.sql", kept=True),
)

PROGRESS_MODELS = STATISTIC_MODELS + RULE_MODELS
