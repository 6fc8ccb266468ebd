-- portal 0001: matters that somebody keeps at hand (收藏).
-- Undo: drop table favourite_matter.
create table favourite_matter (
  account_id   {id}      not null,
  matter_id    {id}      not null,
  matter_name  {text}    not null,
  added_at     {instant} not null,
  constraint pk_favourite_matter primary key (account_id, matter_id)
);
