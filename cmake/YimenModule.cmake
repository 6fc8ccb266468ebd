# yimen_module(cases USES calendar catalogue trail [LINKS lib…])
#   a static library of src/**/*.cpp with include/ published; *_test.cpp become <name>_test (no I/O) and *_dbtest.cpp
#   <name>_dbtest (run on SQLite and, where YIMEN_TEST_POSTGRES is set, on PostgreSQL); migrations/*.sql are embedded.
# Only what USES names is on the include path: the allowed edges stand in server/dependencies.toml.
function(yimen_module name)
  cmake_parse_arguments(M "" "" "USES;LINKS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS src/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_(db)?test\\.cpp$")
  set(unit_tests ${tests})
  list(FILTER unit_tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER unit_tests EXCLUDE REGEX "_dbtest\\.cpp$")
  set(db_tests ${tests})
  list(FILTER db_tests INCLUDE REGEX "_dbtest\\.cpp$")

  file(GLOB migrations CONFIGURE_DEPENDS migrations/*.sql)
  if(migrations)
    set(embedded ${CMAKE_CURRENT_BINARY_DIR}/${name}_migrations.cpp)
    add_custom_command(
      OUTPUT ${embedded}
      COMMAND ${CMAKE_COMMAND} -DNAME=${name} -DOUT=${embedded} "-DFILES=${migrations}"
              -P ${CMAKE_SOURCE_DIR}/cmake/EmbedMigrations.cmake
      DEPENDS ${migrations} ${CMAKE_SOURCE_DIR}/cmake/EmbedMigrations.cmake
      VERBATIM)
    list(APPEND sources ${embedded})
    set_source_files_properties(${embedded} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  endif()

  # -pthread from a .pc file would define _REENTRANT and make the shared precompiled header unusable; Threads::Threads links it.
  foreach(library ${M_LINKS})
    if(library MATCHES "^PkgConfig::")
      get_target_property(options ${library} INTERFACE_COMPILE_OPTIONS)
      if(options)
        list(REMOVE_ITEM options -pthread)
        set_target_properties(${library} PROPERTIES INTERFACE_COMPILE_OPTIONS "${options}")
      endif()
    endif()
  endforeach()

  add_library(yimen_${name} STATIC ${sources})
  target_include_directories(yimen_${name} PUBLIC include PRIVATE src)
  target_link_libraries(yimen_${name} PUBLIC Boost::json fmt::fmt Threads::Threads PRIVATE ${M_LINKS})
  if(NOT name STREQUAL "platform")
    target_link_libraries(yimen_${name} PUBLIC yimen_platform)
    target_precompile_headers(yimen_${name} REUSE_FROM yimen_platform)
  else()
    target_precompile_headers(yimen_platform PRIVATE
      <algorithm> <chrono> <cstdint> <functional> <map> <memory> <optional> <string> <string_view> <unordered_map>
      <variant> <vector> <boost/json.hpp> <fmt/format.h> <tl/expected.hpp>)
  endif()
  foreach(used ${M_USES})
    target_link_libraries(yimen_${name} PUBLIC yimen_${used})
  endforeach()

  foreach(kind unit db)
    if(kind STREQUAL "unit")
      set(suffix test)
    else()
      set(suffix dbtest)
    endif()
    if(${kind}_tests)
      add_executable(${name}_${suffix} ${${kind}_tests} ${CMAKE_SOURCE_DIR}/cmake/test_main.cpp)
      target_include_directories(${name}_${suffix} PRIVATE src)
      target_link_libraries(${name}_${suffix} PRIVATE yimen_${name} ${M_LINKS})
      target_compile_definitions(${name}_${suffix} PRIVATE YIMEN_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
      target_precompile_headers(${name}_${suffix} REUSE_FROM yimen_platform)
      add_test(NAME ${name}_${suffix} COMMAND ${name}_${suffix})
      set_tests_properties(${name}_${suffix} PROPERTIES LABELS ${kind})
    endif()
  endforeach()
endfunction()
