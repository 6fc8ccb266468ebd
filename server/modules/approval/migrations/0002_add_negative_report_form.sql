-- approval 0002: the report form of a negative report, beside the document that says no.
-- Undo: alter table negative_report drop column form_document_id.
alter table negative_report add column form_document_id {id} not null default 0;
