# Sourced by the entry scripts: installs missing Debian packages, and runs steps quietly.

# The packages that build ecflink and its program, and those that only its tests need.
build_packages="g++ cmake ninja-build pkg-config tzdata libboost-dev libabsl-dev libhowardhinnant-date-dev
                libhwy-dev libsodium-dev nlohmann-json3-dev libutf8proc-dev zlib1g-dev libzstd-dev
                libsqlite3-dev libpq-dev libcli11-dev libfmt-dev liborcus-dev"
test_packages="libgtest-dev libbenchmark-dev librapidcheck-dev python3 python3-dev python3-venv
               python3-jsonschema python3-prometheus-client python3-openpyxl python3-odf postgresql sqlite3
               valgrind binutils ccache git clang-19 clang-format-19 libclang-rt-19-dev zsh fish
               mandoc abigail-tools"
# Those that build the portal, an example.
portal_packages="libcpp-httplib-dev libctemplate-dev liboath-dev"
# Those that build the site of the documentation, and look at it.
docs_packages="doxygen python3 python3-venv"
# Who has an npm keeps it: Debian's would remove it.
npm_packages=""
command -v npm >/dev/null || npm_packages="nodejs npm"
browser_packages="chromium fonts-dejavu-core $npm_packages"

# need PACKAGE...: installs the packages that are missing, as root or with sudo, and says so.
need() {
    missing=""
    for package in "$@"; do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
            missing="$missing $package"
    done
    [ -z "$missing" ] && return
    as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "Missing packages: install them as root (apt-get install$missing), then run this again." >&2
            exit 1
        fi
        as_root="sudo"
    fi
    echo "Installing Debian packages:$missing"
    quietly $as_root apt-get update
    quietly $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
}

# quietly COMMAND...: runs the command; shows what it printed only if it fails.
quietly() {
    log=$(mktemp)
    if ! "$@" >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        echo "Failed: $*" >&2
        exit 1
    fi
    rm -f "$log"
}

# use_ccache FOLDER: compiles through ccache if it is installed. A build folder that began without it goes
# on without it: another launcher changes every command, and would build everything again.
use_ccache() {
    if [ -f "$1/CMakeCache.txt" ] && ! grep -q '^CMAKE_CXX_COMPILER_LAUNCHER:' "$1/CMakeCache.txt"; then
        return
    fi
    if command -v ccache >/dev/null; then
        export CMAKE_C_COMPILER_LAUNCHER=ccache CMAKE_CXX_COMPILER_LAUNCHER=ccache
    fi
}
