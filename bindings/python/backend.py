"""The build backend: scikit-build-core, with a source distribution that holds the sources of ecflink, too.

In the source tree they are two folders up; in a source distribution they are in `ecflink-sources`.
"""
import os
import pathlib
import shutil
import tempfile

from scikit_build_core import build as _backend
from scikit_build_core.build import *  # noqa: F403  # pylint: disable=wildcard-import,unused-wildcard-import

HERE = pathlib.Path(__file__).resolve().parent
TREE = HERE.parents[1]
SOURCES = "ecflink-sources"
# What builds the libraries and the program, and nothing that only tests need.
PARTS = ("CMakeLists.txt", "LICENSE", "README.md", "bindings/cpp", "bindings/duckdb", "capi", "cmake",
         "include", "src")


def _leave_out(folder, names):
    del folder
    return [name for name in names if name in {"__pycache__", "build", "dist"} or name.endswith(".pyc")]


def build_sdist(sdist_directory, config_settings=None):
    """The source distribution, built in a copy of this folder that has the sources beside it."""
    if (HERE / SOURCES).exists():  # this is one already
        return _backend.build_sdist(sdist_directory, config_settings)
    target = os.path.abspath(sdist_directory)
    with tempfile.TemporaryDirectory(prefix="ecflink-sdist-") as temporary:
        copy = pathlib.Path(temporary) / "python"
        shutil.copytree(HERE, copy, ignore=_leave_out)
        (copy / SOURCES).mkdir()
        for part in PARTS:
            if (TREE / part).is_dir():
                shutil.copytree(TREE / part, copy / SOURCES / part, ignore=_leave_out)
            else:
                shutil.copy2(TREE / part, copy / SOURCES / part)
        settings = copy / "pyproject.toml"
        text = settings.read_text(encoding="utf-8")
        if '"../../include/' not in text:
            raise RuntimeError(f"{settings} does not name the header that has the version")
        settings.write_text(text.replace('"../../include/', f'"{SOURCES}/include/'), encoding="utf-8")
        before = os.getcwd()
        os.chdir(copy)
        try:
            return _backend.build_sdist(target, config_settings)
        finally:
            os.chdir(before)
