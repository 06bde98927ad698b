# As an overlay port in a checkout, this builds the checkout. Elsewhere it builds the archive of the
# release, which fills in its SHA512.
cmake_path(SET SOURCE_PATH NORMALIZE "${CURRENT_PORT_DIR}/../../../../..")
if(NOT EXISTS "${SOURCE_PATH}/include/ecflink/core/version.hpp")
  vcpkg_from_github(
    OUT_SOURCE_PATH SOURCE_PATH
    REPO ecflink/ecflink
    REF "v${VERSION}"
    SHA512 0
    HEAD_REF main
  )
endif()

vcpkg_check_features(OUT_FEATURE_OPTIONS feature_options
  FEATURES
    ledger ECFLINK_BUILD_LEDGER
    postgresql ECFLINK_BUILD_POSTGRESQL
  INVERTED_FEATURES
    compiled ECFLINK_HEADERS_ONLY
)
if(NOT "compiled" IN_LIST FEATURES)
  set(VCPKG_BUILD_TYPE release) # headers alone
endif()
vcpkg_cmake_configure(
  SOURCE_PATH "${SOURCE_PATH}"
  OPTIONS ${feature_options} -DECFLINK_BUILD_CLI=OFF -DECFLINK_INSTALL_CMAKEDIR=share/${PORT}
)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup()
vcpkg_fixup_pkgconfig()

file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_PACKAGES_DIR}/debug/share")

# The usage says only what the chosen features install: a line ends with the feature that it needs.
file(READ "${CURRENT_PORT_DIR}/usage" usage)
foreach(feature compiled ledger postgresql)
  if(feature IN_LIST FEATURES)
    string(REPLACE " [${feature}]" "" usage "${usage}")
  else()
    string(REGEX REPLACE "[^\n]* \\[${feature}\\]\n" "" usage "${usage}")
  endif()
endforeach()
string(STRIP "${usage}" usage)
file(WRITE "${CURRENT_PACKAGES_DIR}/share/${PORT}/usage" "${usage}\n")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
