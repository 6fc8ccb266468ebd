-- approval 0007: which step of the new version stands for which renamed one, as it was chosen for the move.
-- Why: the list of moves says what was done; law and files ask who decided that two steps are the same.
-- Locks: short, a column with a default.   Undo: alter table process_move drop column mapping.
alter table process_move add column mapping {text} not null default '';
