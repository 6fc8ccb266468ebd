# One place for the language, warnings, sanitizers, linker, compiler cache and the libraries every part may use.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS ON) # TRY() is a GNU statement expression
set(CMAKE_POSITION_INDEPENDENT_CODE OFF)

add_compile_options(-Wall -Wextra -Wpedantic -Werror -Wno-missing-field-initializers -fdiagnostics-color=auto)
add_compile_definitions(BOOST_JSON_NO_LIB SPDLOG_SHARED_LIB SPDLOG_COMPILED_LIB SPDLOG_FMT_EXTERNAL FMT_SHARED)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
  add_compile_options(-fpch-preprocess)
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

set(YIMEN_SANITIZE "" CACHE STRING "address, thread, fuzzer (clang) or empty")
if(YIMEN_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(YIMEN_SANITIZE STREQUAL "thread")
  # g++ 12 warns of Asio's fences, which the sanitizer cannot see: the queues around them hold locks it does see.
  add_compile_options(-fsanitize=thread -Wno-tsan)
  add_link_options(-fsanitize=thread)
elseif(YIMEN_SANITIZE STREQUAL "fuzzer")
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
endif()

# False alarms of g++ 12 about std::string and memcpy once functions are inlined.
set(false_alarms -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread -Wno-restrict -Wno-maybe-uninitialized)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND (YIMEN_SANITIZE OR CMAKE_BUILD_TYPE STREQUAL "Release"))
  add_compile_options(${false_alarms})
endif()

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(OpenSSL REQUIRED)
