-- cases 0003: the newest cases of a whole city in one state, however rare the state is.
-- Undo: drop index ix_service_case_state.
create index ix_service_case_state on service_case (state, submitted_at, id);
