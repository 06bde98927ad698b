"""Replaces a package of Conan by the Debian package: the same reference, components and CMake targets.

    conan export tests/package/conan/debian --name=boost --version=1.74.0
"""
from conan import ConanFile
from conan.tools.gnu import PkgConfig

# name: (CMake file name, {component, None for the package itself: (CMake target, pkg-config module or None)})
PACKAGES = {
    "abseil": ("absl",
               {f"absl_{part}": (f"absl::{part}", f"absl_{part}")
                for part in ("flat_hash_map", "flat_hash_set", "time")}),
    "boost": ("Boost", {"headers": ("Boost::headers", None)}),
    "date": ("date", {None: ("date::date", None)}),
    "highway": ("highway", {"hwy": ("highway::hwy", "libhwy")}),
    "libpq": ("PostgreSQL", {None: ("PostgreSQL::PostgreSQL", "libpq")}),
    "libsodium": ("libsodium", {None: ("libsodium::libsodium", "libsodium")}),
    "nlohmann_json": ("nlohmann_json", {None: ("nlohmann_json::nlohmann_json", None)}),
    "sqlite3": ("SQLite3", {None: ("SQLite::SQLite3", "sqlite3")}),
    "utf8proc": ("utf8proc", {None: ("utf8proc::utf8proc", "libutf8proc")}),
    "zlib": ("ZLIB", {None: ("ZLIB::ZLIB", "zlib")}),
    "zstd": ("zstd", {None: ("zstd::libzstd_shared", "libzstd")}),
}


class Debian(ConanFile):
    package_type = "shared-library"

    def package_id(self):
        self.info.clear()

    def package_info(self):
        file_name, components = PACKAGES[self.name]
        self.cpp_info.set_property("cmake_file_name", file_name)
        for name, (target, module) in components.items():
            info = self.cpp_info if name is None else self.cpp_info.components[name]
            if module:
                PkgConfig(self, module).fill_cpp_info(info, is_system=True)
            info.includedirs = ["/usr/include"]
            info.libdirs = info.bindirs = []
            info.set_property("cmake_target_name", target)
