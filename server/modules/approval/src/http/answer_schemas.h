#pragma once
#include "yimen/platform/schema.h"

/// Shapes of what this module answers, for the API document, the types of the front end and the tests that hold real answers
/// against it. Each stands for the function of the same name in views.cpp.
namespace yimen::approval {

using platform::Schema;

Schema done_schema();
Schema delivery_address_schema();
Schema page_schema(const char* name, Schema item);
Schema case_line_schema();
Schema task_line_schema();
Schema task_counts_schema();
Schema void_request_line_schema();
enum class Reader { staff, applicant };
Schema case_page_schema(Reader);
/// The model a case runs on; its tasks name the nodes they belong to.
Schema case_process_schema();
Schema progress_schema();
Schema draft_answer_schema();
Schema published_result_schema();
Schema overview_schema();
Schema negative_report_schema();

}  // namespace yimen::approval
