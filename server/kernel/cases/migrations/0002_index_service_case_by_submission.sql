-- cases 0002: the newest cases of a county, a city or everything, without sorting all of them.
-- Undo: drop index ix_service_case_submitted.
create index ix_service_case_submitted on service_case (submitted_at, id);
