-- A transfer in tells when the former district last wrote or reviewed the IEP and last evaluated; a rule on evaluations tells whether parent and
-- school may agree on a later date. What the columns hold is told anew where it grew. See schema/07_process.sql, which a new store is made from.
ALTER TABLE process_event ADD COLUMN IF NOT EXISTS last_iep_on DATE;
ALTER TABLE process_event ADD COLUMN IF NOT EXISTS last_evaluation_on DATE;
ALTER TABLE clock_rule ADD COLUMN IF NOT EXISTS allows_extension VARCHAR;
ALTER TABLE clock_rule ADD COLUMN IF NOT EXISTS extension_text VARCHAR;
-- Views of all columns are made anew when the store is opened.
DELETE FROM store_info WHERE name = 'definitions';
COMMENT ON COLUMN event_rule.kind IS 'needs: one of other_events must have happened by that day; not_after: none of them may have happened on an earlier day; only_once: the event itself may not have; not_within_months: none of them in so many months before; needs_fields: these columns must be filled; and not_twice_a_day, not_in_future, known_event, known_code, own_plan, enrolled, not_before_birth, not_before_enrolment, under_age, agreed_within_months, date_not_after, date_within_months, extension_allowed, extension_not_checked, each told in docs/process.md.';
COMMENT ON COLUMN event_rule.other_events IS 'The events it is held against, separated by |; for needs_fields columns of process_event, empty for those that event_kind requires; for date_not_after and date_within_months such columns.';
COMMENT ON COLUMN event_rule.within IS 'Events the latest of which begins the stretch looked at, separated by |; empty, or none of them yet, looks at everything. For needs a second referral begins none while a referral or a consent is open.';
COMMENT ON COLUMN event_rule.length IS 'Months of not_within_months, agreed_within_months and date_within_months; age in years that under_age asks to be younger than.';
COMMENT ON COLUMN process_event.source IS 'Who it came from: parent, teacher, physician, public_health_nurse, day_care, agency; of a transfer in same_state or another_state.';
COMMENT ON COLUMN process_event.last_iep_on IS 'Of a transfer in: day of the last IEP or annual review in the former district, from which the next review is due.';
COMMENT ON COLUMN process_event.last_evaluation_on IS 'Of a transfer in: day of the last finding of eligibility or reevaluation in the former district, or of the agreement to waive one.';
COMMENT ON COLUMN clock_rule.clock IS 'Which clock it is, the same in all states: answer_request, evaluation, iep_meeting, services, iep_in_effect, annual_review, reevaluation, transition, age_of_majority, progress_report, transfer, transfer_other_state, transfer_evaluation; assessment and implementation where a state has those.';
COMMENT ON COLUMN clock_rule.start_event IS 'Events that start it, separated by |; with an outcome after a colon (eligibility_determined:eligible) where only that one does. The first since the last stop counts. clock_event makes some of its own out of a transfer in: transferred_in:same_state, :another_state, :evaluation_pending, former_iep, former_evaluation.';
COMMENT ON COLUMN clock_rule.stop_events IS 'Events that stop it, separated by |, with an outcome as in start_event; own_iep and own_evaluation are the first of this district after a transfer in.';
COMMENT ON COLUMN clock_rule.leaves_out IS 'Calendar days that are not counted, separated by |: summer; breaks, from the first to the last weekday without school, those of the summer only where summer is named too; breaks_until_return, to the day before school is held again.';
COMMENT ON COLUMN clock_rule.end_of_year_rule IS 'Name of the rule for starts near the end of the school year: TX_june_30, MA_14_days, IL_before_next_year; CA_after_start for referrals near it. CO_first_developed: due with the first IEP or review from a birthday on, and before it when the last one is due again.';
COMMENT ON COLUMN clock_rule.allows_extension IS 'Whether parent and school may agree in writing on a later date for any child, beyond what federal law lets everybody agree on (300.309(c), 300.301(e)): yes, no, or not checked; empty where no extension is recorded for the clock.';
COMMENT ON COLUMN clock_rule.extension_text IS 'What the law says on that, in plain words, with where it says so and how that was checked; empty where it was not checked.';
