#pragma once
#include "yimen/approval/process_versions.h"
#include "yimen/bpmn/model.h"
#include "yimen/bpmn/state.h"

/// Whether a running case can go on in another version, with renamed elements mapped by hand.
namespace yimen::approval {

/// Each old element once onto a new one of its own kind and legal stage. @returns invalid_input "approval/bad-mapping" naming both.
platform::Result<void> check_mapping(const bpmn::Model& from, const bpmn::Model& to, const bpmn::Mapping&);

/// What the engine says, and that no case changes its legal stage by being moved: a review does not become a decision.
/// Law: 行政许可法 Art. 34, 37 (who reviews, who decides).
bpmn::MigrationPlan plan_move(const bpmn::Model& from, const bpmn::Model& to, const bpmn::State&, const bpmn::Mapping&);

/// Steps, services and waits of the old version that the new one has under no such id; `standing` counts cases by element.
std::vector<MovePreview::Element> missing_elements(const bpmn::Model& from, const bpmn::Model& to, const std::map<std::string, int>& standing);
/// What they may be mapped onto: what only the new version has.
std::vector<MovePreview::Element> mapping_choices(const bpmn::Model& from, const bpmn::Model& to);

/// "old:new,old:new"; ids of BPMN hold neither sign.
std::string mapping_text(const bpmn::Mapping&);
bpmn::Mapping mapping_from(std::string_view text);

}  // namespace yimen::approval
