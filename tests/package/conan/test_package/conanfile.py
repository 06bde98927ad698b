import pathlib

from conan import ConanFile
from conan.errors import ConanException
from conan.tools.build import can_run
from conan.tools.cmake import CMake, CMakeToolchain, cmake_layout

CONSUMERS = pathlib.Path(__file__).parent.parent.parent / "consumers"


class EcflinkTest(ConanFile):
    settings = "os", "arch", "compiler", "build_type"
    generators = "CMakeDeps"

    def requirements(self):
        self.requires(self.tested_reference_str)

    def layout(self):
        cmake_layout(self)

    def generate(self):
        toolchain = CMakeToolchain(self)
        toolchain.user_presets_path = False
        toolchain.generate()

    @property
    def _consumers(self):
        options = self.dependencies["ecflink"].options
        names = ["core"] if options.header_only else ["core", "cpp", "c"]
        names += [name for name in ("ledger", "postgresql") if getattr(options, name)]
        return names + ["c_ledger"] * bool(options.ledger)

    def build(self):
        cmake = CMake(self)
        cmake.configure(variables={"CONSUMERS": ";".join(self._consumers)})
        cmake.build()

    def test(self):
        if not can_run(self):
            return
        for name in self._consumers:
            program = pathlib.Path(self.cpp.build.bindir) / name / f"{name}_consumer"
            self.run(f"{program} > {name}.txt", env="conanrun")
            expected, answer = (CONSUMERS / name /
                                "expected.txt").read_text(), pathlib.Path(f"{name}.txt").read_text()
            if answer != expected:
                raise ConanException(f"{name} consumer: expected {expected!r}, got {answer!r}")
