# Install rules. Components: ecflink_Runtime (the shared C library, the program) and ecflink_Development
# (everything that a compiler needs). No installed file names the prefix, so the folder can be moved.
include(CMakePackageConfigHelpers)

# Headers alone suit every architecture.
set(ecflink_arch_dir "${CMAKE_INSTALL_LIBDIR}")
set(ecflink_arch_independent "")
if(ECFLINK_HEADERS_ONLY)
  set(ecflink_arch_dir "${CMAKE_INSTALL_DATADIR}")
  set(ecflink_arch_independent ARCH_INDEPENDENT)
endif()
set(ECFLINK_INSTALL_CMAKEDIR "${ecflink_arch_dir}/cmake/ecflink" CACHE STRING
  "Where the CMake package goes, below the prefix")

# One export set for each component: a project needs only the dependencies of the components it uses.
function(ecflink_install_component component target)
  install(TARGETS ${target} EXPORT ecflink-${component}
    RUNTIME COMPONENT ecflink_Runtime
    LIBRARY COMPONENT ecflink_Runtime NAMELINK_COMPONENT ecflink_Development
    ARCHIVE COMPONENT ecflink_Development
    FILE_SET HEADERS COMPONENT ecflink_Development)
  install(EXPORT ecflink-${component} FILE ecflink-${component}-targets.cmake NAMESPACE ecflink::
    DESTINATION "${ECFLINK_INSTALL_CMAKEDIR}" COMPONENT ecflink_Development)
endfunction()

# The path from the pkg-config files to the prefix.
set(ecflink_pkgconfig_dir "${ecflink_arch_dir}/pkgconfig")
file(RELATIVE_PATH ecflink_pc_to_prefix "/prefix/${ecflink_pkgconfig_dir}" "/prefix")
string(REGEX REPLACE "/$" "" ecflink_pc_to_prefix "${ecflink_pc_to_prefix}")
function(ecflink_install_pkgconfig name)
  configure_file("${PROJECT_SOURCE_DIR}/cmake/${name}.pc.in" "${PROJECT_BINARY_DIR}/${name}.pc" @ONLY)
  install(FILES "${PROJECT_BINARY_DIR}/${name}.pc" DESTINATION "${ecflink_pkgconfig_dir}"
    COMPONENT ecflink_Development)
endfunction()

# What the C++ modules require of pkg-config.
set(ecflink_pc_cpp_modules
  "absl_flat_hash_map absl_flat_hash_set absl_time libhwy libsodium libutf8proc libzstd zlib")
set(ecflink_pc_ledger_modules "sqlite3")
set(ecflink_pc_postgresql_modules "libpq")

# ecflink_pc_of_static(NAME REQUIRES LIBS MODULE...): how the module of a static C library names the C++
# libraries under it. `Requires` would hand their compiler flags to programs in C. So it names the libraries
# themselves (LIBS, and those of each MODULE) if these are in the linker's own folders. If not, it requires
# REQUIRES. Sets ecflink_pc_<NAME>_libs and ecflink_pc_<NAME>_requires.
function(ecflink_pc_of_static name requires libs)
  find_package(PkgConfig QUIET)
  set(status 1)
  if(PkgConfig_FOUND)
    execute_process(COMMAND "${PKG_CONFIG_EXECUTABLE}" --libs ${ARGN}
      RESULT_VARIABLE status OUTPUT_VARIABLE found OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  endif()
  if(status EQUAL 0 AND NOT found MATCHES "(^| )-L")
    set(ecflink_pc_${name}_libs "${libs} ${found}" PARENT_SCOPE)
  else()
    set(ecflink_pc_${name}_requires ${requires} PARENT_SCOPE)
  endif()
endfunction()

# A header for C++17 over the C interface comes with the component whose interface it uses.
function(ecflink_install_cpp_header header)
  install(FILES "${PROJECT_SOURCE_DIR}/bindings/cpp/${header}"
    DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/ecflink/c" COMPONENT ecflink_Development)
endfunction()

ecflink_install_component(core ecflink_core)
ecflink_install_pkgconfig(ecflink-core)
set(ecflink_package_files cmake/dependencies/ecflink-core-dependencies.cmake)

if(NOT ECFLINK_HEADERS_ONLY)
  # The C++ runtime, by this compiler's names for it. A C compiler must be told to link it with a static
  # library of C++.
  set(ecflink_cxx_runtime ${CMAKE_CXX_IMPLICIT_LINK_LIBRARIES})
  list(REMOVE_ITEM ecflink_cxx_runtime ${CMAKE_C_IMPLICIT_LINK_LIBRARIES})
  list(TRANSFORM ecflink_cxx_runtime PREPEND "-l")
  list(JOIN ecflink_cxx_runtime " " ecflink_pc_cxx_runtime)

  ecflink_install_component(ecflink ecflink)
  ecflink_install_pkgconfig(ecflink-cpp)
  list(APPEND ecflink_package_files
    cmake/dependencies/ecflink-ecflink-dependencies.cmake
    cmake/dependencies/Findhwy.cmake
    cmake/dependencies/Findlibsodium.cmake
    cmake/dependencies/Findlibzstd.cmake
    cmake/dependencies/Findutf8proc.cmake)

  foreach(part ledger postgresql)
    if(TARGET ecflink_${part})
      ecflink_install_component(${part} ecflink_${part})
      ecflink_install_pkgconfig(ecflink-${part})
      list(APPEND ecflink_package_files cmake/dependencies/ecflink-${part}-dependencies.cmake)
    endif()
  endforeach()

  ecflink_install_component(c ecflink_c)
  ecflink_install_cpp_header(ecflink.hpp)
  get_target_property(ecflink_c_type ecflink_c TYPE)
  if(ecflink_c_type STREQUAL "STATIC_LIBRARY")
    set(ecflink_c_requires ecflink)
    string(REPLACE " " ";" modules "${ecflink_pc_cpp_modules}")
    ecflink_pc_of_static(c ecflink-cpp "-lecflink" ${modules})
    string(APPEND ecflink_pc_c_libs " ${ecflink_pc_cxx_runtime}")
    set(ecflink_pc_c_flags "-DECFLINK_C_STATIC")
  endif()
  ecflink_install_pkgconfig(ecflink)

  if(TARGET ecflink_c_ledger)
    ecflink_install_component(c_ledger ecflink_c_ledger)
    ecflink_install_cpp_header(ecflink_ledger.hpp)
    if(ecflink_c_type STREQUAL "STATIC_LIBRARY")
      if(TARGET ecflink_postgresql)
        set(ecflink_c_ledger_requires ledger postgresql)
        ecflink_pc_of_static(c_ledger ecflink-postgresql "-lecflink_postgresql -lecflink_ledger"
          ${ecflink_pc_ledger_modules} ${ecflink_pc_postgresql_modules})
      else()
        set(ecflink_c_ledger_requires ledger)
        ecflink_pc_of_static(c_ledger ecflink-ledger "-lecflink_ledger" ${ecflink_pc_ledger_modules})
      endif()
    endif()
    ecflink_install_pkgconfig(ecflink-c-ledger)
  endif()

  if(TARGET ecflink_cli)
    install(TARGETS ecflink_cli RUNTIME COMPONENT ecflink_Runtime)
  endif()
endif()

configure_file(cmake/ecflink-config.cmake.in ecflink-config.cmake @ONLY)
write_basic_package_version_file(ecflink-config-version.cmake
  COMPATIBILITY SameMinorVersion ${ecflink_arch_independent})
install(
  FILES "${PROJECT_BINARY_DIR}/ecflink-config.cmake" "${PROJECT_BINARY_DIR}/ecflink-config-version.cmake"
    ${ecflink_package_files}
  DESTINATION "${ECFLINK_INSTALL_CMAKEDIR}" COMPONENT ecflink_Development)
