-- cases 0004: versions of process models begin on a day, are withdrawn, and name who wrote and who published them.
-- Why: administrators change routes themselves; a version that came with the program has no publisher.
-- Locks: none that matter, the table holds a few rows.
-- Undo: alter table process_model drop column valid_from; … and likewise for the other columns.
alter table process_model add column valid_from {date};
alter table process_model add column note {text} not null default '';
alter table process_model add column author_name {text} not null default '';
alter table process_model add column published_by {id};
alter table process_model add column published_by_name {text} not null default '';
alter table process_model add column withdrawn_at {instant};
alter table process_model add column withdrawn_by_name {text} not null default '';
alter table process_model add column withdrawn_reason {text} not null default '';
