-- region 0002: an index by level.
-- Why: a search through the whole country looks at 45,000 names above the villages instead of 660,000.
-- Locks: none that matter, writes are rare.   Undo: drop index ix_region_level.
create index ix_region_level on region (level, code);
