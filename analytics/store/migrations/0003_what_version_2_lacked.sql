-- Stores of version 2 differ: what came into its migrations later is added where it is missing. Rates and boundaries are the program's own and
-- are read again from its files.
ALTER TABLE prior ADD COLUMN IF NOT EXISTS spread_n_series INTEGER DEFAULT 0;
ALTER TABLE prior ADD COLUMN IF NOT EXISTS level_mean DOUBLE;
ALTER TABLE prior ADD COLUMN IF NOT EXISTS level_sd DOUBLE;
ALTER TABLE prior ADD COLUMN IF NOT EXISTS level_roi_correlation DOUBLE;
ALTER TABLE prior ADD COLUMN IF NOT EXISTS slowing DOUBLE;
ALTER TABLE prior ADD COLUMN IF NOT EXISTS baseline_offset DOUBLE;
ALTER TABLE prior ADD COLUMN IF NOT EXISTS tail_df DOUBLE;
ALTER TABLE prior ADD COLUMN IF NOT EXISTS spread_by_level DOUBLE;
ALTER TABLE prior ADD COLUMN IF NOT EXISTS score_step DOUBLE;
CREATE UNIQUE INDEX IF NOT EXISTS student_by_key ON student (public_key);
