#pragma once
/// Everything to run instances.
#include "yimen/bpmn/engine.h"
