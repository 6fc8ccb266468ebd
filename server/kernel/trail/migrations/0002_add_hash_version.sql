-- trail 0002: by which rule a row's hash was made.
-- Why: version 2 covers the ids of the post and of the absent holder as well; rows from before keep version 1.
-- Undo: alter table trail_event drop column hash_version.
alter table trail_event add column hash_version {int} not null default 1;
