import os
import re

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load, rmdir
from conan.tools.system.package_manager import Apk, Apt, Dnf, PacMan, Yum, Zypper

required_conan_version = ">=2.4"


class Ecflink(ConanFile):
    name = "ecflink"
    description = ("Account linking for court systems: "
                   "rules as C++20 headers, a compiled library, and a stable C interface")
    license = "Apache-2.0"
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False], "header_only": [True, False], "ledger": [True, False],
               "postgresql": [True, False]}
    default_options = {"shared": False, "header_only": False, "ledger": False, "postgresql": False,
                       "boost/*:header_only": True, "date/*:header_only": True}
    implements = ["auto_shared_fpic", "auto_header_only"]
    languages = "C++", "C"
    exports = "include/ecflink/core/version.hpp"
    exports_sources = "CMakeLists.txt", "LICENSE", "cmake/*", "include/*", "src/*", "capi/*", "bindings/cpp/*"
    test_package_folder = "tests/package/conan/test_package"

    def set_version(self):
        header = load(self, os.path.join(self.recipe_folder, "include", "ecflink", "core", "version.hpp"))
        self.version = re.search(r'ECFLINK_VERSION_STRING "(.+)"', header).group(1)

    def layout(self):
        cmake_layout(self)

    def requirements(self):
        self.requires("boost/[>=1.74 <2]", transitive_headers=True)
        if not self.options.header_only:
            # A shared package also holds the static C++ library, whose users link these.
            self.requires("abseil/[>=20220623]", transitive_libs=True)
            self.requires("highway/[>=1.0.3 <2]", transitive_libs=True)
            self.requires("libsodium/[>=1.0.18 <2]", transitive_libs=True)
            self.requires("utf8proc/[>=2.6 <3]", transitive_libs=True)
            self.requires("zlib/[>=1.2.11 <2]", transitive_libs=True)
            self.requires("zstd/[>=1.5 <2]", transitive_libs=True)
            self.requires("date/[>=3.0.1 <4]", visible=False)
            self.requires("nlohmann_json/[>=3.11 <4]", visible=False)
        if self.options.ledger:
            self.requires("sqlite3/[>=3.37 <4]", transitive_libs=True)
        if self.options.postgresql:
            self.requires("libpq/[>=14]", transitive_libs=True)

    def system_requirements(self):
        # The compiled library reads the system's time zone database at run time.
        if not self.options.header_only:
            for manager in (Apk, Apt, Dnf, PacMan, Yum):
                manager(self).install(["tzdata"])
            Zypper(self).install(["timezone"])

    def validate(self):
        check_min_cppstd(self, 20)
        if (self.options.ledger
            and self.options.header_only) or (self.options.postgresql and not self.options.ledger):
            raise ConanInvalidConfiguration("the ledger is compiled, and PostgreSQL is of no use without "
                                            "it: postgresql needs ledger, ledger needs header_only=False")

    def generate(self):
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables["ECFLINK_HEADERS_ONLY"] = bool(self.options.header_only)
        toolchain.cache_variables["ECFLINK_BUILD_LEDGER"] = bool(self.options.ledger)
        toolchain.cache_variables["ECFLINK_BUILD_POSTGRESQL"] = bool(self.options.postgresql)
        toolchain.cache_variables["ECFLINK_BUILD_CLI"] = False
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        # Conan writes these files for its users.
        for folder in ("lib", "share"):
            rmdir(self, os.path.join(self.package_folder, folder, "cmake"))
            rmdir(self, os.path.join(self.package_folder, folder, "pkgconfig"))

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "ecflink")
        self.cpp_info.set_property("cmake_config_version_compat", "SameMinorVersion")

        core = self.cpp_info.components["core"]
        core.set_property("cmake_target_name", "ecflink::core")
        core.set_property("pkg_config_name", "ecflink-core")
        core.requires = ["boost::headers"]
        core.bindirs = core.libdirs = []
        if self.options.header_only:
            return

        compiled = self.cpp_info.components["ecflink"]
        compiled.set_property("cmake_target_name", "ecflink::ecflink")
        compiled.set_property("pkg_config_name", "ecflink-cpp")
        compiled.libs = ["ecflink"]
        compiled.requires = ["core", "abseil::absl_flat_hash_map", "abseil::absl_flat_hash_set",
                             "abseil::absl_time", "highway::hwy", "libsodium::libsodium",
                             "utf8proc::utf8proc", "zlib::zlib", "zstd::zstd"]

        if self.options.ledger:
            ledger = self.cpp_info.components["ledger"]
            ledger.set_property("cmake_target_name", "ecflink::ledger")
            ledger.set_property("pkg_config_name", "ecflink-ledger")
            ledger.libs = ["ecflink_ledger"]
            ledger.requires = ["ecflink", "sqlite3::sqlite3", "libsodium::libsodium"]
        if self.options.postgresql:
            postgresql = self.cpp_info.components["postgresql"]
            postgresql.set_property("cmake_target_name", "ecflink::postgresql")
            postgresql.set_property("pkg_config_name", "ecflink-postgresql")
            postgresql.libs = ["ecflink_postgresql"]
            postgresql.requires = ["ledger", "libpq::libpq"]

        c = self.cpp_info.components["c"]
        c.set_property("cmake_target_name", "ecflink::c")
        c.set_property("pkg_config_name", "ecflink")
        c.libs = ["ecflink_c"]
        if not self.options.shared:
            c.requires = ["ecflink"]
            c.defines = ["ECFLINK_C_STATIC"]
            if self.settings.os in ("Linux", "FreeBSD"):
                c.system_libs = ["stdc++", "m"]

        if self.options.ledger:
            c_ledger = self.cpp_info.components["c_ledger"]
            c_ledger.set_property("cmake_target_name", "ecflink::c_ledger")
            c_ledger.set_property("pkg_config_name", "ecflink-c-ledger")
            c_ledger.libs = ["ecflink_c_ledger"]
            c_ledger.requires = ["c"]
            if not self.options.shared:
                c_ledger.requires += ["ledger"] + (["postgresql"] if self.options.postgresql else [])
