# What ecflink::ecflink needs besides ecflink::core. No version of absl is given, because its package
# accepts only its exact version.
find_dependency(absl CONFIG)
find_dependency(ZLIB)
list(APPEND CMAKE_MODULE_PATH "${CMAKE_CURRENT_LIST_DIR}")
find_dependency(hwy)
find_dependency(libsodium)
find_dependency(libzstd)
find_dependency(utf8proc)
list(POP_BACK CMAKE_MODULE_PATH)
