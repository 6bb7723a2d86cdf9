"""Quantiles of Student's t, one row a degree of freedom: SQL has no distribution functions."""

import duckdb
import numpy as np
import pyarrow as pa
from scipy import special


def t_quantile(cursor: duckdb.DuckDBPyConnection) -> pa.Table:
    """Quantiles for 1 to as many degrees of freedom as two phases of one comparison can have (key df).

    Returns df, two_sided_95 (the 97.5% quantile) and slope_limit (the quantile at the threshold slope_limit_level, for the rule
    upper_confidence_limit).
    """
    longest, level = cursor.execute(
        "SELECT (SELECT coalesce(max(n), 0) FROM comparison_part), (SELECT threshold['slope_limit_level'] FROM threshold_now)"
    ).fetchall()[0]
    df = np.arange(1, 2 * longest + 1)
    return pa.table({"df": df, "two_sided_95": special.stdtrit(df, 0.975), "slope_limit": special.stdtrit(df, float(level))})
