#!/usr/bin/env python3
"""Installs ecflink in every possible way, as a stranger would, and builds small programs against it.

    package_test.py WAY FOLDER

WAY: static, shared, headers_only, pkg_config, subproject, conan, vcpkg, program, launcher, find_utf8proc,
readme, agree. FOLDER: where to work. `static`, `shared` and `headers_only` leave an installed package in
FOLDER, which `pkg_config` uses. `program` installs from ECFLINK_BUILD, a finished build. `readme` runs the
blocks of README.md as they are printed. The environment's CC and CXX are the compilers.
"""
import ast
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CONSUMERS = HERE / "consumers"
PORT = ROOT / "cmake/packaging/vcpkg/ports/ecflink"
VERSION = re.search(r'ECFLINK_VERSION_STRING "(.+)"',
                    (ROOT / "include/ecflink/core/version.hpp").read_text()).group(1)
COMPILED_DEPENDENCIES = ("absl", "date", "hwy", "libsodium", "nlohmann_json", "utf8proc", "ZLIB", "libzstd")
LEDGER_DEPENDENCIES = ("SQLite3", "PostgreSQL")


def run(*command, **environment):
    """Runs a command and returns what it printed; if the command fails, so does the test."""
    done = subprocess.run([str(word) for word in command], env=os.environ | environment, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        sys.exit(f"exit status {done.returncode}: {' '.join(map(str, command))}\n{done.stdout}")
    return done.stdout


def expect(wanted, found, what):
    if wanted != found:
        sys.exit(f"{what}: expected {wanted!r}, found {found!r}")


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def files_of(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}


def check(program, name, **environment):
    """The program of a consumer prints what its expected.txt says."""
    expect((CONSUMERS / name / "expected.txt").read_text(), run(program, **environment), program)


def consume(project, build, *options, names=None):
    """Builds a project that uses ecflink and checks its programs."""
    run("cmake", "-S", CONSUMERS / project, "-B", fresh(build), *options)
    run("cmake", "--build", build)
    for name in names or [project]:
        check(next(build.rglob(f"{name}_consumer")), name)


def without(*packages):
    return [f"-DCMAKE_DISABLE_FIND_PACKAGE_{package}=ON" for package in packages]


def install(build, prefix):
    """Installs to one place, moves it, and checks that no file names the first place."""
    first = fresh(prefix.with_name(prefix.name + ".first"))
    run("cmake", "--install", build, "--prefix", first)
    first.rename(fresh(prefix))
    for path in sorted(prefix.rglob("*")):
        if path.is_file() and any(str(place).encode() in path.read_bytes() for place in (first, build)):
            sys.exit(f"{path} holds a path of the machine that built it")


def check_components(build, prefix, runtime):
    """The two install components are everything; the runtime component holds what programs need, no more."""
    parts = {}
    for component in ("Runtime", "Development"):
        part = fresh(prefix.with_name(f"{prefix.name}.{component}"))
        run("cmake", "--install", build, "--component", f"ecflink_{component}", "--prefix", part)
        parts[component] = files_of(part)
    expect(sorted(runtime), sorted(parts["Runtime"]), "component ecflink_Runtime")
    expect(sorted(files_of(prefix)), sorted(parts["Runtime"] | parts["Development"]), "both components")
    expect([], sorted(parts["Runtime"] & parts["Development"]), "files of both components")


def check_needed(prefix):
    """README.md names every package of Debian that the shared libraries need at run time, and no other."""
    needed = set()
    for library in (prefix / "lib").glob("lib*.so"):
        needed |= set(re.findall(r"NEEDED.*\[(.+)\]", run("readelf", "-d", library)))
    if not shutil.which("dpkg"):
        return
    everywhere = re.compile(r"libecflink|ld-linux|libc[.]|libm[.]|libgcc_s[.]|libstdc")
    packages = {line.split(":")[0] for name in needed if not everywhere.match(name)
                for line in run("dpkg", "-S", f"*/{name}").splitlines()}
    said = re.search(r"need some of these:(.+?)Debian's", (ROOT / "README.md").read_text(), re.S).group(1)
    expect(sorted(packages), sorted(re.findall(r"\blib[\w-]*\d\b|\bzlib1g\b", said)),
           "packages that shared libraries need, in README.md")


def build_and_install(folder, kind):
    build, prefix = folder / "build", folder / kind
    run("cmake", "-S", ROOT, "-B", build, "-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_INSTALL_LIBDIR=lib",
        "-DECFLINK_BUILD_CLI=OFF", f"-DBUILD_SHARED_LIBS={kind == 'shared'}")
    run("cmake", "--build", build)
    install(build, prefix)
    return build, prefix


def static(folder):
    build, prefix = build_and_install(folder, "static")
    check_components(build, prefix, set())
    package = f"-DCMAKE_PREFIX_PATH={prefix}"
    build_only = without("date", "nlohmann_json")
    consume("core", folder / "static-core", package, *without(*COMPILED_DEPENDENCIES, *LEDGER_DEPENDENCIES))
    consume("cpp", folder / "static-cpp", package, *build_only, *without(*LEDGER_DEPENDENCIES))
    consume("c", folder / "static-c", package, *build_only, *without(*LEDGER_DEPENDENCIES))
    consume("ledger", folder / "static-ledger", package, *build_only, *without("PostgreSQL"))
    consume("postgresql", folder / "static-postgresql", package, *build_only)
    consume("c_ledger", folder / "static-c_ledger", package, *build_only)
    consume("cpp_over_c", folder / "static-cpp_over_c", package, *build_only)
    run("cmake", "-S", CONSUMERS / "refusals", "-B", fresh(folder / "static-refusals"), package,
        "-DUNAVAILABLE=fortran")


def shared(folder):
    build, prefix = build_and_install(folder, "shared")
    soname = re.search(r"soname: \[(.+)\]", run("readelf", "-d", prefix / "lib/libecflink_c.so")).group(1)
    check_components(build, prefix, {f"lib/{soname}", f"lib/libecflink_c.so.{VERSION}",
                                     "lib/libecflink_c_ledger.so.0",
                                     f"lib/libecflink_c_ledger.so.{VERSION}"})
    check_needed(prefix)
    package = f"-DCMAKE_PREFIX_PATH={prefix}"
    consume("c", folder / "shared-c", package,
            *without("Boost", *COMPILED_DEPENDENCIES, *LEDGER_DEPENDENCIES))
    for name in ("c_ledger", "cpp_over_c"):
        consume(name, folder / f"shared-{name}", package,
                *without("Boost", *COMPILED_DEPENDENCIES, *LEDGER_DEPENDENCIES))
    consume(".", folder / "shared-all", package, *without("date", "nlohmann_json"),
            names=("core", "cpp", "c"))


def headers_only(folder):
    build, prefix = folder / "headers-build", folder / "headers"
    run("cmake", "-S", ROOT, "-B", fresh(build), "-DECFLINK_HEADERS_ONLY=ON",
        *without(*COMPILED_DEPENDENCIES, *LEDGER_DEPENDENCIES))
    run("cmake", "--build", build)
    install(build, prefix)
    expect(["include", "share"], sorted(path.name for path in prefix.iterdir()), "installed folders")
    package = f"-DCMAKE_PREFIX_PATH={prefix}"
    consume("core", folder / "headers-core", package)
    run("cmake", "-S", CONSUMERS / "refusals", "-B", fresh(folder / "headers-refusals"), package,
        "-DUNAVAILABLE=ecflink;c")


def pkg_config(folder):
    for kind in ("static", "shared"):
        modules = {"PKG_CONFIG_PATH": str(folder / kind / "lib/pkgconfig")}
        for name, module, compiler in (("core", "ecflink-core", "CXX"), ("cpp", "ecflink-cpp", "CXX"),
                                       ("ledger", "ecflink-ledger", "CXX"),
                                       ("postgresql", "ecflink-postgresql", "CXX"), ("c", "ecflink", "CC"),
                                       ("c_ledger", "ecflink-c-ledger", "CC"),
                                       ("cpp_over_c", "ecflink-c-ledger", "CXX")):
            expect(f"{VERSION}\n", run("pkg-config", "--modversion", module, **modules), module)
            flags = run("pkg-config", "--cflags", "--libs", module, **modules).split()
            source, standard = (CONSUMERS / name / "main.c", "-std=c11") if compiler == "CC" else (
                CONSUMERS / name / "main.cpp", "-std=c++20")
            if compiler == "CC":
                # What other libraries tell compilers of C++ is no business of a program in C.
                include = f"-I{folder / kind}/lib/pkgconfig/../../include"
                expect([include] + ["-DECFLINK_C_STATIC"] * (kind == "static"),
                       run("pkg-config", "--cflags", module, **modules).split(), f"flags of {module}")
            program = folder / f"{kind}-{name}-by-pkg-config"
            run(os.environ[compiler], standard, source, "-o", program, *flags)
            check(program, name, LD_LIBRARY_PATH=str(folder / kind / "lib"))
    modules = {"PKG_CONFIG_PATH": str(folder / "headers/share/pkgconfig")}
    flags = run("pkg-config", "--cflags", "--libs", "ecflink-core", **modules).split()
    run(os.environ["CXX"], "-std=c++20", CONSUMERS / "core/main.cpp", "-o", folder / "headers-by-pkg-config",
        *flags)
    check(folder / "headers-by-pkg-config", "core")


def subproject(folder):
    source = f"-DECFLINK_SOURCE={ROOT}"
    consume("subproject", folder / "outer", source, "-DCMAKE_BUILD_TYPE=Release", names=("core", "cpp", "c"))
    run("cmake", "--install", folder / "outer", "--prefix", fresh(folder / "outer-prefix"))
    expect({"bin/c_consumer"}, files_of(folder / "outer-prefix"),
           "what a project installs that has ecflink as a folder")
    consume("fetch_content", folder / "fetched", source, "-DCMAKE_BUILD_TYPE=Release",
            "-DBUILD_SHARED_LIBS=ON", names=("core", "cpp", "c"))


# Conan's packages, in the versions that Debian 12 has.
DEBIAN_VERSIONS = {"abseil": "20220623.1", "boost": "1.74.0", "date": "3.0.1", "highway": "1.0.3",
                   "libpq": "15.18", "libsodium": "1.0.18", "nlohmann_json": "3.11.2", "sqlite3": "3.40.1",
                   "utf8proc": "2.8.0", "zlib": "1.2.13", "zstd": "1.5.4"}


def conan_with_debian(folder):
    """Conan, with Debian's packages instead of Conan's: the program, and the environment that it needs."""
    tool = shutil.which("conan")
    if not tool:
        tool = folder / "venv/bin/conan"
        if not tool.exists():
            run(sys.executable, "-m", "venv", fresh(folder / "venv"))
            run(folder / "venv/bin/pip", "install", "--quiet", "conan>=2.4,<3")
    # Conan builds in a new folder each time; ccache must see only paths below it.
    home = {"CONAN_HOME": str(folder / "home"), "CCACHE_BASEDIR": str(folder)}
    for name, version in DEBIAN_VERSIONS.items():
        run(tool, "export", HERE / "conan/debian", f"--name={name}", f"--version={version}", **home)
    return tool, home


def conan(folder):
    """The recipe, with each kind of options."""
    tool, home = conan_with_debian(folder)
    run(tool, "profile", "detect", "--force", **home)
    for options in (["shared=False", "ledger=True", "postgresql=True"], ["shared=True"],
                    ["header_only=True"]):
        run(tool, "create", ROOT, "--no-remote", "--build=missing",
            *(f"--options=&:{option}" for option in options), "--settings=compiler.cppstd=20",
            "--conf=tools.cmake.cmaketoolchain:generator=Ninja",
            f"--conf=tools.cmake.cmake_layout:test_folder={folder / options[0]}", **home)


def release_port(folder):
    """The port as a release completes it, and the archive of that release."""
    archive = folder / f"downloads/ecflink-ecflink-v{VERSION}.tar.gz"
    fresh(archive.parent).mkdir(parents=True)
    with tarfile.open(archive, "w:gz") as tar:
        for name in ("CMakeLists.txt", "LICENSE", "cmake", "include", "src", "capi", "bindings/cpp"):
            tar.add(ROOT / name, f"ecflink-{VERSION}/{name}")
    port = shutil.copytree(PORT, fresh(folder / "ports/ecflink"))
    text = (port / "portfile.cmake").read_text()
    expect(1, text.count("SHA512 0\n"), "SHA512 to fill in, in the portfile")
    (port / "portfile.cmake").write_text(
        text.replace("SHA512 0\n", f"SHA512 {hashlib.sha512(archive.read_bytes()).hexdigest()}\n"))
    return port, archive.parent


VCPKG_TARGETS = {"": ["core"], "compiled": ["c", "core", "ecflink"],
                 "compiled;ledger;postgresql": ["c", "c_ledger", "core", "ecflink", "ledger", "postgresql"]}


def vcpkg(folder):
    """The port from a checkout, static and dynamic, and from a release, headers alone."""
    port, downloads = release_port(folder)
    for kind, port_dir, features, linkage in (("static", PORT, "compiled;ledger;postgresql", "static"),
                                              ("dynamic", PORT, "compiled", "dynamic"),
                                              ("core", port, "", "static")):
        work = folder / kind
        if "VCPKG_ROOT" in os.environ:
            options = install_by_vcpkg(work, port_dir, downloads, features, linkage)
        else:
            run("cmake", f"-DPORT_DIR={port_dir}", f"-DDOWNLOADS={downloads}", f"-DWORK={work}",
                f"-DFEATURES={features}", f"-DLINKAGE={linkage}", "-P", HERE / "vcpkg/run_port.cmake")
            options = [f"-DCMAKE_PREFIX_PATH={work / 'packages/ecflink'}"]
        usage = next(work.rglob("share/ecflink/usage")).read_text()
        expect(VCPKG_TARGETS[features], sorted(re.findall(r"ecflink::(\w+)", usage)), "targets in usage")
        expect(bool(features), "tzdata" in usage, "usage speaks of tzdata")
        expect(None, re.search(r"[][]", usage), "what is left of a mark in usage")
        run("cmake", "-S", CONSUMERS / "targets", "-B", fresh(folder / f"{kind}-targets"), *options,
            f"-DTARGETS={';'.join(VCPKG_TARGETS[features])}")
        if features:
            for build_type in ("Release", "Debug"):
                consume(".", folder / f"{kind}-{build_type}", f"-DCMAKE_BUILD_TYPE={build_type}", *options,
                        names=("core", "cpp", "c"))
                for name in ("ledger", "postgresql", "c_ledger") if "ledger" in features else ():
                    consume(name, folder / f"{kind}-{build_type}-{name}", f"-DCMAKE_BUILD_TYPE={build_type}",
                            *options)
        else:
            consume("core", folder / f"{kind}-Release", *options)


def install_by_vcpkg(work, port_dir, downloads, features, linkage):
    root = pathlib.Path(os.environ["VCPKG_ROOT"])
    triplet = "x64-linux-dynamic" if linkage == "dynamic" else "x64-linux"
    run(root / "vcpkg", "install", f"ecflink[{features.replace(';', ',') or 'core'}]", "--classic",
        f"--triplet={triplet}", f"--overlay-ports={port_dir}", f"--downloads-root={downloads}",
        f"--x-install-root={work}", "--enforce-port-checks", "--no-binarycaching")
    return [f"-DCMAKE_TOOLCHAIN_FILE={root / 'scripts/buildsystems/vcpkg.cmake'}",
            "-DVCPKG_MANIFEST_MODE=OFF", f"-DVCPKG_TARGET_TRIPLET={triplet}", f"-DVCPKG_INSTALLED_DIR={work}"]


def program(folder):
    """The program alone can be installed, and needs nothing else of ecflink."""
    run("cmake", "--install", os.environ["ECFLINK_BUILD"], "--component", "ecflink_Runtime", "--prefix",
        fresh(folder))
    run(folder / "bin/ecflink", "courts", "wiwd")


def launcher(folder):
    """A compiler launcher that is installed between two builds changes nothing in the first one's folder."""
    (fresh(folder) / "bin").mkdir(parents=True)
    ccache = folder / "bin/ccache"
    ccache.write_text("#!/bin/sh\nexec \"$@\"\n")
    ccache.chmod(0o755)
    ask = (f". {ROOT}/cmake/debian.sh; use_ccache {folder}/build; "
           "echo \"${CMAKE_CXX_COMPILER_LAUNCHER-none}\"")
    clean = {"PATH": f"{folder}/bin:{os.environ['PATH']}"}

    def chosen():
        return run("env", "-u", "CMAKE_CXX_COMPILER_LAUNCHER", "-u", "CMAKE_C_COMPILER_LAUNCHER",
                   "bash", "-c", ask, **clean).strip()

    expect("ccache", chosen(), "launcher of a new folder")
    cache = folder / "build/CMakeCache.txt"
    cache.parent.mkdir()
    cache.write_text("CMAKE_CXX_COMPILER:STRING=c++\n")
    expect("none", chosen(), "launcher of a folder that began without")
    cache.write_text("CMAKE_CXX_COMPILER_LAUNCHER:STRING=ccache\n")
    expect("ccache", chosen(), "launcher of a folder that began with one")
    uses = {script.name: re.findall(r"^ *use_ccache\b *(.*)", script.read_text(), re.M)
            for script in (ROOT / "cmake").glob("*.sh") if script.name != "debian.sh"}
    for script in ("docs.sh", "fuzz.sh", "portal.sh", "quickstart.sh", "test.sh"):
        expect(1, len(uses[script]), f"use of it in {script}")
    expect([], [script for script, folders in uses.items() if "" in folders], "scripts that name no folder")


def find_utf8proc(folder):
    """utf8proc's own CMake package is taken before pkg-config, under either of its names."""
    for package, target in (("utf8proc", "utf8proc::utf8proc"), ("utf8proc", "utf8proc"),
                            ("unofficial-utf8proc", "utf8proc")):
        prefix = fresh(folder / "prefix")
        (prefix / package).mkdir(parents=True)
        (prefix / package / f"{package}-config.cmake").write_text(
            f"add_library({target} INTERFACE IMPORTED)\n"
            f"set_target_properties({target} PROPERTIES INTERFACE_COMPILE_DEFINITIONS FROM_PACKAGE)\n")
        run("cmake", "-S", CONSUMERS / "find_utf8proc", "-B", fresh(folder / "build"),
            f"-DCMAKE_PREFIX_PATH={prefix}", f"-DCMAKE_MODULE_PATH={ROOT / 'cmake/dependencies'}")


class Readme:
    """The blocks of the README's section about projects, in order, as (language, text), by way."""

    def __init__(self, folder):
        self.folder = folder
        text = (ROOT / "README.md").read_text()
        section = re.search(r"^## Add it to your project\n(.*?)^## ", text, re.S | re.M).group(1)
        self.ways = {}
        for title, part in re.findall(r"^\*\*([^*]+)\*\*(.*?)(?=^\*\*|\Z)", section, re.S | re.M):
            self.ways[title] = [(language, self.filled(block))
                                for language, block in re.findall(r"^```(\w+)\n(.*?)^```", part, re.S | re.M)]
        expect(section.count("```") // 2, sum(map(len, self.ways.values())), "blocks under a way's title")

    def filled(self, text):
        return text.replace("<ecflink>", str(ROOT)).replace("<prefix>", str(self.folder / "prefix"))

    def blocks(self, title, *languages):
        """The texts of a way's blocks, which are of these languages and have not been taken yet."""
        found = self.ways.pop(title)
        expect(list(languages), [language for language, _ in found], f"blocks of {title}")
        return [text for _, text in found]

    def shell(self, text, place, **environment):
        """Runs a block as somebody would who pastes it: no setting of this test helps it."""
        run("env", "-u", "CMAKE_GENERATOR", "-C", place, "bash", "-euc", text, **environment)

    def project(self, name, lines, source):
        """A project with a program, and with these lines of CMake."""
        place = fresh(self.folder / name)
        place.mkdir(parents=True)
        (place / "ecflink").symlink_to(ROOT)
        shutil.copy(CONSUMERS / source, place)
        # The block's first lines say where ecflink is, its last what the program links.
        (place / "CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.25)\nproject(program LANGUAGES C CXX)\n"
            f"add_executable(program {pathlib.Path(source).name})\n{lines}")
        return place

    def build(self, place, name, *options):
        run("cmake", "-S", place, "-B", place / "build", "-DCMAKE_BUILD_TYPE=Release", *options)
        run("cmake", "--build", place / "build", "--target", "program")
        check(place / "build/program", name)


def readme(folder):
    """Every block of the README's "Add it to your project", as printed, each way in a folder of its own."""
    page = Readme(folder)
    install_it, use_it = page.blocks("CMake package", "sh", "cmake")
    fresh(page.folder / "prefix")
    (fresh(folder / "cmake")).mkdir(parents=True)
    page.shell(install_it, folder / "cmake")
    expect(True, (folder / "cmake/build/build.ninja").exists(), "the build needs no make")
    page.build(page.project("cmake-consumer", use_it, "cpp/main.cpp"), "cpp",
               f"-DCMAKE_PREFIX_PATH={folder / 'prefix'}")

    (by_pkg_config,) = page.blocks("pkg-config", "sh")
    place = fresh(folder / "pkg-config")
    place.mkdir()
    shutil.copy(CONSUMERS / "c/main.c", place / "program.c")
    shutil.copy(CONSUMERS / "cpp/main.cpp", place / "program.cpp")
    c, cpp = by_pkg_config.rsplit("c++ -std", 1)
    page.shell(c, place)
    check(place / "program", "c")
    page.shell(by_pkg_config, place)
    check(place / "program", "cpp")
    expect(True, cpp.startswith("=c++20"), "the last command compiles C++")

    (as_folder,) = page.blocks("A folder of your project", "cmake")
    page.build(page.project("folder", as_folder, "c/main.c"), "c")
    (fetched,) = page.blocks("FetchContent", "cmake")
    page.build(page.project("fetched", fetched, "cpp/main.cpp"), "cpp")

    create, conanfile, install_and_build = page.blocks("Conan 2", "sh", "ini", "sh")
    tool, home = conan_with_debian(folder)
    home["PATH"] = f"{pathlib.Path(tool).parent}:{os.environ['PATH']}"
    run(tool, "remote", "disable", "*", **home)
    page.shell(create, folder, **home)
    place = page.project("conan-consumer", use_it, "cpp/main.cpp")
    (place / "conanfile.txt").write_text(conanfile)
    page.shell(install_and_build, place, **home)
    check(place / "build/Release/program", "cpp")

    by_vcpkg, use_it = page.blocks("vcpkg", "sh", "cmake")
    path, options = vcpkg_command(folder / "vcpkg")
    page.shell(by_vcpkg, folder, PATH=f"{path}:{os.environ['PATH']}")
    page.build(page.project("vcpkg-consumer", use_it, "cpp/main.cpp"), "cpp", *options)
    expect({}, page.ways, "ways of the README that no test tries")


def vcpkg_command(folder):
    """A folder with the command `vcpkg`, and the options with which CMake finds what it installs. Without
    the real one (VCPKG_ROOT), the command runs the port that it is given, as run_port.cmake does."""
    if "VCPKG_ROOT" in os.environ:
        root = os.environ["VCPKG_ROOT"]
        return root, [f"-DCMAKE_TOOLCHAIN_FILE={root}/scripts/buildsystems/vcpkg.cmake"]
    fresh(folder).mkdir(parents=True)
    command = folder / "vcpkg"
    command.write_text(
        "#!/bin/bash\nset -eu\n[ $# = 3 ] && [ $1 = install ] && [ $2 = ecflink ]\n"
        "[ ${3%%=*} = --overlay-ports ]\n"
        f"exec cmake -DPORT_DIR=${{3#*=}}/ecflink -DWORK={folder}/work -DFEATURES=compiled -DLINKAGE=static "
        f"-P {HERE}/vcpkg/run_port.cmake\n")
    command.chmod(0o755)
    return folder, [f"-DCMAKE_PREFIX_PATH={folder}/work/packages/ecflink"]


# CMake package: (Conan's name, vcpkg's name)
PACKAGE_NAMES = {
    "Boost": ("boost", "boost-outcome"),
    "CLI11": ("cli11", "cli11"),
    "PostgreSQL": ("libpq", "libpq"),
    "SQLite3": ("sqlite3", "sqlite3"),
    "ZLIB": ("zlib", "zlib"),
    "absl": ("abseil", "abseil"),
    "date": ("date", "date"),
    "fmt": ("fmt", "fmt"),
    "hwy": ("highway", "highway"),
    "libsodium": ("libsodium", "libsodium"),
    "libzstd": ("zstd", "zstd"),
    "nlohmann_json": ("nlohmann_json", "nlohmann-json"),
    "utf8proc": ("utf8proc", "utf8proc"),
}


def agree(_folder):
    """Facts that stand in several places agree: versions, dependencies, parts of abseil."""
    manifest, port = (json.loads(path.read_text()) for path in (ROOT / "vcpkg.json", PORT / "vcpkg.json"))
    header = (ROOT / "include/ecflink/core/version.hpp").read_text()
    expect(VERSION.split("."), re.findall(r"ECFLINK_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", header),
           "parts of the version, in version.hpp")
    expect([VERSION] * 2, [manifest["version"], port["version"]], "version in vcpkg.json and in the port")
    expect([VERSION],
           re.findall(r'#define ECFLINK_VERSION_STRING "(.+)"',
                      (ROOT / "capi/include/ecflink/ecflink.h").read_text()),
           "version in ecflink.h")
    expect(True, f"## [{VERSION}]" in (ROOT / "CHANGELOG.md").read_text(),
           f"a section for {VERSION} in CHANGELOG.md")

    def cmake(*names):
        files = (ROOT / f"cmake/dependencies/ecflink-{name}-dependencies.cmake" for name in names)
        return sorted(package for file in files
                      for package in re.findall(r"find_dependency\((\w+)", file.read_text()))

    core, compiled, ledger, postgresql, program = cmake(
        "core"), cmake("ecflink", "build"), cmake("ledger"), cmake("postgresql"), cmake("cli")
    parts = (core, compiled, ledger, postgresql)
    recipe = next(node for node in ast.walk(ast.parse((ROOT / "conanfile.py").read_text()))
                  if getattr(node, "name", "") == "requirements")
    required = [sorted(re.findall(r"requires\('(\w+)/", ast.unparse(part))) for part in recipe.body]
    expect([sorted(PACKAGE_NAMES[name][0] for name in names) for names in parts], required,
           "what conanfile.py requires: always, unless header_only, ...")
    features = [port["dependencies"],
                *(port["features"][name]["dependencies"] for name in ("compiled", "ledger", "postgresql"))]
    features = [sorted(name for name in names if isinstance(name, str)) for names in features]
    expect([sorted(PACKAGE_NAMES[name][1] for name in names) for names in parts], features,
           "dependencies of the port")
    expect(sorted(PACKAGE_NAMES[name][1] for name in sum(parts, program)), sorted(manifest["dependencies"]),
           "dependencies in vcpkg.json")

    linked = sorted(re.findall(r"absl::(\w+)", (ROOT / "src/CMakeLists.txt").read_text()))
    expect(linked, sorted(re.findall(r'"abseil::absl_(\w+)"', (ROOT / "conanfile.py").read_text())),
           "parts of abseil in conanfile.py")
    expect(linked, sorted(re.findall(r"absl_(\w+)", (ROOT / "cmake/install.cmake").read_text())),
           "parts of abseil in install.cmake")


def main():
    os.environ.setdefault("CMAKE_GENERATOR", "Ninja")
    if shutil.which("ccache"):
        # All builds of a source may share objects, although a debugger would show another folder.
        os.environ["CCACHE_NOHASHDIR"] = "1"
        for language in ("C", "CXX"):
            os.environ.setdefault(f"CMAKE_{language}_COMPILER_LAUNCHER", "ccache")
    way, folder = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    {one.__name__: one
     for one in (static, shared, headers_only, pkg_config, subproject, conan, vcpkg, program,
                 launcher, find_utf8proc, readme, agree)}[way](folder)


main()
