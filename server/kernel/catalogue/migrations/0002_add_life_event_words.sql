-- catalogue 0002: what people say when they mean a life event (开公司, 注册公司), parted by spaces.
-- Undo: alter table life_event drop column words.
alter table life_event add column words {text} not null default '';
