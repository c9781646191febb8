"""Builds the extension: its own sources and the core's, compiled together. The core's come from the repository, or
from the copy that a source distribution carries."""

import concurrent.futures
import functools
import os
import pathlib
import shutil
import tempfile

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.command.sdist import sdist

HERE = pathlib.Path(__file__).resolve().parent
COPY = HERE / "core"  # in a source distribution
REPOSITORY = HERE.parent.parent


def core_files():
    """The core's files, by the place that they have in a source distribution."""
    if COPY.exists():
        return {path.name: path for path in COPY.iterdir()}
    sources = (REPOSITORY / "Sources/CAgentSight").glob("*.[ch]")
    others = [REPOSITORY / "include/agentsight.h", REPOSITORY / "LICENSE"]
    return {path.name: path for path in [*sources, *others]}


class BuildExtension(build_ext):
    def can_link(self, header, call, library):
        """Whether a program that uses the library compiles and links here."""
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder, "probe.c")
            source.write_text(f"#include <{header}>\nint main(void) {{ return {call} == 0; }}\n")
            try:
                objects = self.compiler.compile([str(source)], output_dir=folder)
                self.compiler.link_executable(objects, str(pathlib.Path(folder, "probe")), libraries=[library])
            except Exception:
                return False
        return True

    def compile(self, sources, **options):
        """All at once: the core has many small files."""
        one = functools.partial(type(self.compiler).compile, self.compiler)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            compiled = list(pool.map(lambda source: one([source], **options), sources))
        return [path for paths in compiled for path in paths]

    def build_extension(self, extension):
        files = core_files()
        extension.sources += sorted(str(path) for path in files.values() if path.suffix == ".c")
        extension.depends += sorted(str(path) for path in files.values() if path.suffix == ".h")
        extension.include_dirs += sorted({str(path.parent) for path in files.values() if path.suffix == ".h"})
        if not self.can_link("curl/curl.h", "(long)curl_version()", "curl"):
            raise SystemExit("error: libcurl's headers are missing; on Debian: apt-get install libcurl4-openssl-dev")
        extension.libraries.append("curl")
        if self.can_link("isa-l/igzip_lib.h", "(long)isal_deflate_stateless", "isal"):
            extension.define_macros.append(("AGS_WITH_ISAL", None))
            extension.libraries.append("isal")
        elif self.can_link("libdeflate.h", "(long)libdeflate_alloc_compressor(1)", "deflate"):
            extension.define_macros.append(("AGS_WITH_LIBDEFLATE", None))
            extension.libraries.append("deflate")
        else:
            extension.libraries.append("z")
        if self.can_link("zstd.h", "ZSTD_versionNumber()", "zstd"):
            extension.define_macros.append(("AGS_WITH_ZSTD", None))
            extension.libraries.append("zstd")
        self.compiler.compile = self.compile
        super().build_extension(extension)


class SourceDistribution(sdist):
    def make_release_tree(self, base_dir, files):
        super().make_release_tree(base_dir, files)
        copy = pathlib.Path(base_dir, COPY.name)
        copy.mkdir(exist_ok=True)
        for name, path in core_files().items():
            shutil.copyfile(path, copy / name)


setup(
    ext_modules=[
        Extension(
            "agentsight._core",
            sources=sorted(f"csrc/{path.name}" for path in HERE.glob("csrc/*.c")),
            depends=sorted(f"csrc/{path.name}" for path in HERE.glob("csrc/*.h")),
            include_dirs=["csrc"],
            define_macros=[("Py_LIMITED_API", "0x03090000"), ("_GNU_SOURCE", None)],
            extra_compile_args=["-std=c11", "-O3", "-fvisibility=hidden", "-fno-plt", "-pthread"],
            extra_link_args=["-pthread"],
            py_limited_api=True,
        )
    ],
    options={"bdist_wheel": {"py_limited_api": "cp39"}},
    cmdclass={"build_ext": BuildExtension, "sdist": SourceDistribution},
)
