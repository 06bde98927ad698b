# The DuckDB extension: a module over the C interface alone, which contains it. The files that DuckDB loads
# are made of it by footer.py, one for each name of the platform: DuckDB 1.2 of PyPI has one of its own.
#
# ecflink_add_duckdb_extension(TARGET FOLDER VERSION) makes FOLDER/PLATFORM/ecflink.duckdb_extension.
function(ecflink_add_duckdb_extension target folder version)
  set(here "${CMAKE_CURRENT_FUNCTION_LIST_DIR}")
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  add_library(${target}_module MODULE "${here}/extension.cc" "${here}/vectors.cc")
  target_compile_features(${target}_module PRIVATE cxx_std_20)
  target_include_directories(${target}_module SYSTEM PRIVATE "${here}/duckdb")
  target_link_libraries(${target}_module PRIVATE ecflink::c)
  set_target_properties(${target}_module PROPERTIES
    PREFIX ""
    OUTPUT_NAME ecflink_duckdb
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON
    LINK_DEPENDS "${here}/extension.map")
  if(NOT APPLE AND NOT WIN32)
    target_link_options(${target}_module PRIVATE "LINKER:--version-script=${here}/extension.map"
      "LINKER:-z,defs" "LINKER:--as-needed" "LINKER:--gc-sections" "LINKER:--strip-all")
  endif()

  string(TOLOWER "${CMAKE_SYSTEM_NAME}" system)
  set(system_darwin osx)
  set(machine_x86_64 amd64)
  set(machine_aarch64 arm64)
  set(machine "${CMAKE_SYSTEM_PROCESSOR}")
  if(DEFINED machine_${machine})
    set(machine "${machine_${machine}}")
  endif()
  if(DEFINED system_${system})
    set(system "${system_${system}}")
  endif()
  set(platforms "${system}_${machine}")
  if(system STREQUAL "linux")
    list(APPEND platforms "${system}_${machine}_gcc4")
  endif()
  list(TRANSFORM platforms REPLACE "(.+)" "${folder}/\\1/ecflink.duckdb_extension" OUTPUT_VARIABLE files)
  add_custom_command(
    OUTPUT ${files}
    COMMAND Python3::Interpreter "${here}/footer.py" "$<TARGET_FILE:${target}_module>" "v${version}"
      "${folder}" ${platforms}
    DEPENDS ${target}_module "${here}/footer.py"
    VERBATIM)
  add_custom_target(${target} ALL DEPENDS ${files})
endfunction()
