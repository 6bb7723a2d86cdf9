"""`aimline verdicts` on files alone: scores, plans and sessions in, one row a plan out. No store is kept."""
