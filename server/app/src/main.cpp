#include "command.h"

int main(int count, char** words) { return yimen::app::run_program({words + 1, words + count}); }
