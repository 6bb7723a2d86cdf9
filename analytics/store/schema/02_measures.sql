-- What is measured, how well, and how students usually grow on it.

CREATE TABLE measure (
    measure_id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    area VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    metric VARCHAR NOT NULL CHECK (metric IN ('count', 'rate', 'percentage', 'proportion', 'other')),
    direction VARCHAR NOT NULL CHECK (direction IN ('increase', 'decrease')),
    floor DOUBLE,
    ceiling DOUBLE,
    standard_error DOUBLE,
    probe_interval_days DOUBLE NOT NULL DEFAULT 7,
    probe_levels VARCHAR,
    forms VARCHAR,
    source VARCHAR NOT NULL
);
COMMENT ON TABLE measure IS 'A measure of progress: a curriculum-based measure, a rating, a count of a behaviour. Key: measure_id.';
COMMENT ON COLUMN measure.measure_id IS 'Short identifier used in files: orf, math_cbm, talk_outs.';
COMMENT ON COLUMN measure.name IS 'Name as staff know it: Oral reading fluency.';
COMMENT ON COLUMN measure.area IS 'Area of need: reading, math, writing, behaviour, communication.';
COMMENT ON COLUMN measure.unit IS 'Unit of a score: words correct per minute.';
COMMENT ON COLUMN measure.metric IS 'Scale for the log response ratio (SingleCaseES): count, rate, percentage, proportion or other.';
COMMENT ON COLUMN measure.direction IS 'Which way is better: increase or decrease.';
COMMENT ON COLUMN measure.floor IS 'Lowest possible score; empty if none.';
COMMENT ON COLUMN measure.ceiling IS 'Highest possible score; empty if none.';
COMMENT ON COLUMN measure.standard_error IS 'Typical residual standard deviation of one score around a student''s own line, in score units; empty if unknown.';
COMMENT ON COLUMN measure.probe_interval_days IS 'Usual days between probes.';
COMMENT ON COLUMN measure.probe_levels IS 'Probe levels offered, separated by |.';
COMMENT ON COLUMN measure.forms IS 'Alternate forms offered, separated by |; empty if unnumbered.';
COMMENT ON COLUMN measure.source IS 'Where the range and the standard error come from.';

CREATE TABLE growth_norm (
    measure_id VARCHAR NOT NULL,
    grade VARCHAR NOT NULL,
    season VARCHAR NOT NULL CHECK (season IN ('fall', 'winter', 'spring', 'year')),
    percentile INTEGER,
    level DOUBLE,
    roi_per_week DOUBLE,
    roi_sd DOUBLE,
    source VARCHAR NOT NULL
);
COMMENT ON TABLE growth_norm IS 'Published levels and rates of improvement by grade. Key: measure_id, grade, season, percentile.';
COMMENT ON COLUMN growth_norm.measure_id IS 'The measure.';
COMMENT ON COLUMN growth_norm.grade IS 'Grade of the norm group.';
COMMENT ON COLUMN growth_norm.season IS 'fall, winter or spring for a level; year for a rate of improvement.';
COMMENT ON COLUMN growth_norm.percentile IS 'Percentile of the norm group, 1 to 99; empty for a mean.';
COMMENT ON COLUMN growth_norm.level IS 'Score at that percentile and season, in score units.';
COMMENT ON COLUMN growth_norm.roi_per_week IS 'Rate of improvement, score units a week.';
COMMENT ON COLUMN growth_norm.roi_sd IS 'Standard deviation of the rate between students, score units a week.';
COMMENT ON COLUMN growth_norm.source IS 'Citation.';

CREATE TABLE benchmark (
    measure_id VARCHAR NOT NULL,
    grade VARCHAR NOT NULL,
    season VARCHAR NOT NULL CHECK (season IN ('fall', 'winter', 'spring')),
    label VARCHAR NOT NULL,
    level DOUBLE NOT NULL,
    source VARCHAR NOT NULL
);
COMMENT ON TABLE benchmark IS 'Cut scores a school works with. Key: measure_id, grade, season, label.';
COMMENT ON COLUMN benchmark.measure_id IS 'The measure.';
COMMENT ON COLUMN benchmark.grade IS 'Grade.';
COMMENT ON COLUMN benchmark.season IS 'Testing season.';
COMMENT ON COLUMN benchmark.label IS 'Name of the cut: benchmark, some risk.';
COMMENT ON COLUMN benchmark.level IS 'Score at the cut, in score units.';
COMMENT ON COLUMN benchmark.source IS 'Citation.';
