"""Writes the C source of the extension module from the C headers, with cffi in API mode.

    write_module.py OUTPUT INCLUDE_FOLDER
"""

import pathlib
import re
import sys

import cffi

HERE = pathlib.Path(__file__).resolve().parent
HEADERS = ("ecflink.h", "ecflink_bulk.h", "ecflink_decide.h", "ecflink_ledger.h", "ecflink_policy.h")
# Macros that stand for integers; the compiler says which.
CONSTANTS = "".join(f"static const int64_t {name};\n"
                    for name in ("ECFLINK_NO_TIME", "ECFLINK_NO_DATE", "ECFLINK_NO_FINDING"))
CALLBACKS = """
extern "Python" int32_t ecflink_py_progress(void* context, const char* stage, uint64_t done, uint64_t all);
extern "Python" int32_t ecflink_py_line(void* context, const char* line, size_t size);
extern "Python" int32_t ecflink_py_check(void* context, const char* court, size_t court_size,
                                         const char* login, size_t login_size,
                                         ecflink_proof_class* proof_out);
extern "Python" int32_t ecflink_py_imported(void* context, const ecflink_import_outcome* row);
"""


def declarations(header):
    """The declarations of a header, without comments, macros and what is C++."""
    text = re.sub(r"/\*.*?\*/", "", header, flags=re.S)
    text = re.sub(r"^#ifdef __cplusplus\n.*?^#endif\n", "", text, flags=re.S | re.M)
    text = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*\n", "", text, flags=re.M)
    return text.replace("ECFLINK_API ", "")


def main():
    output, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    builder = cffi.FFI()
    for name in HEADERS:
        builder.cdef(declarations((folder / "ecflink" / name).read_text(encoding="ascii")))
    builder.cdef(CONSTANTS)
    builder.cdef(declarations((HERE / "src/glue.h").read_text(encoding="ascii")))
    builder.cdef(CALLBACKS)
    includes = "".join(f"#include <ecflink/{name}>\n" for name in HEADERS)
    builder.set_source("ecflink._capi", includes + '#include "glue.h"\n', py_limited_api=True)
    builder.emit_c_code(str(output))


if __name__ == "__main__":
    main()
