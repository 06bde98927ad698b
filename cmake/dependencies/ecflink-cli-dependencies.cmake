# What the program ecflink needs besides ecflink::ecflink, and what that needs.
find_dependency(CLI11 CONFIG)
find_dependency(fmt CONFIG)

# `ecflink convert` reads spreadsheets if liborcus is here. Of it, only the reader of XML and zip files
# is used.
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_check_modules(orcus QUIET liborcus-0.17)
  find_library(orcus_parser_LIBRARY NAMES orcus-parser-0.17 HINTS ${orcus_LIBRARY_DIRS})
endif()
set(orcus_is_here OFF)
if(orcus_FOUND AND orcus_parser_LIBRARY)
  set(orcus_is_here ON)
endif()
option(ECFLINK_SPREADSHEETS "Read .xlsx and .ods files in `ecflink convert`; needs liborcus 0.17"
  ${orcus_is_here})
if(ECFLINK_SPREADSHEETS AND NOT orcus_is_here)
  message(FATAL_ERROR "ECFLINK_SPREADSHEETS needs liborcus 0.17 (Debian: liborcus-dev).")
endif()
