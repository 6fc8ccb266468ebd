-- organisation 0003: counts the changes of posts, roles and absences.
-- Why: what a post means is remembered between requests; whoever remembers compares this number and forgets at once.
-- Undo: drop table organisation_version.
create table organisation_version (
  id      {int} not null,
  version {id}  not null,
  constraint pk_organisation_version primary key (id),
  constraint ck_organisation_version_one check (id = 1)
);
