-- calendar 0001: 工作日历. Overrides of the weekday rule per region; a region inherits from the regions above it.
-- Why: every statutory clock counts in these days.   Law: 行政许可法 Art. 82; 全国年节及纪念日放假办法 Art. 4, 6.
-- Locks: none that matter, the tables are new.   Undo: drop table calendar_day, calendar_year, work_calendar, calendar_stamp.
create table work_calendar (
  id           {id}      not null,
  region_code  {region}  not null,            -- 0 is the nation
  name         {text}    not null,
  version      {int}     not null default 1,  -- the ETag; grows by one per change of a day or year
  created_at   {instant} not null,
  constraint pk_work_calendar primary key (id),
  constraint uq_work_calendar_region unique (region_code)
);
create table calendar_day (
  calendar_id  {id}      not null,
  day          {date}    not null,
  kind         {text}    not null,
  name         {text}    not null,
  source       {text}    not null,            -- the notice the day comes from
  notice_year  {int}     not null,            -- a notice of one year may hold December days of the year before
  constraint pk_calendar_day primary key (calendar_id, day),
  constraint fk_calendar_day_calendar foreign key (calendar_id) references work_calendar (id),
  constraint ck_calendar_day_kind check (kind in ('off', 'work'))
);
create table calendar_year (
  calendar_id  {id}      not null,
  year         {int}     not null,
  is_official  {bool}    not null,            -- 0: computed or incomplete; clocks that reach it carry a warning
  source       {text}    not null,
  constraint pk_calendar_year primary key (calendar_id, year),
  constraint fk_calendar_year_calendar foreign key (calendar_id) references work_calendar (id)
);
create table calendar_stamp (
  id     {int} not null,
  stamp  {id}  not null,                      -- a fresh id per change: every instance sees that its snapshot is old
  constraint pk_calendar_stamp primary key (id)
);
insert into calendar_stamp (id, stamp) values (1, 0);
