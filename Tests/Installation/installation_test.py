"""The example programs built against the installed library, with pkg-config and with CMake, by each compiler at
hand, and run against a recording server."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from recorder import RecordingServer
from session import API_KEY, clean_environment

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ["AGS_BUILD"])
EXAMPLES = ROOT / "bindings"
SOURCES = ["c/example.c", "c/prepared.c", "cpp/example.cpp", "cpp/prepared.cpp"]
STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]
PRINTED = {
    "example": "4 events delivered\n",
    "prepared": "5 events wait, 1 of them buttons\nAnyone there?: delivered\nHow can I help?: delivered\n"
                "rating: delivered\n3 events delivered, 2 remain\n2 events given up\n",
}
SPANS = {"example": ["turn", "tool", "button"], "prepared": ["turn", "button"]}


def run(*command, **options):
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    if result.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))} ended with {result.returncode}:\n{result.stdout}"
                             f"{result.stderr}")
    return result.stdout


def install(prefix):
    run("cmake", "--install", BUILD, "--prefix", prefix)


def compilers():
    """(C, C++) of each family."""
    words = os.environ["AGS_COMPILERS"].split()
    return list(zip(words[::2], words[1::2]))


class InstallationTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls._folder = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls._folder.name)
        cls.prefix = cls.folder / "prefix"
        install(cls.prefix)
        (cls.libraries,) = {file.parent for file in cls.prefix.rglob("libagentsight.so")}

    @classmethod
    def tearDownClass(cls):
        cls._folder.cleanup()

    def pkg_config(self, *options, libraries=None):
        path = (libraries or self.libraries) / "pkgconfig"
        return run("pkg-config", *options, env={**os.environ, "PKG_CONFIG_PATH": str(path)}).split()

    def compile_all(self, flags, name, by=None):
        """The example programs, built with these flags by each compiler, or by one family of them."""
        for number, (c, cxx) in enumerate(by or compilers()):
            for source in SOURCES:
                program = self.folder / f"{name}_{number}_{source.replace('/', '_')}.out"
                command = [c, "-std=c11"] if source.endswith(".c") else [cxx, "-std=c++17"]
                run(*command, *STRICT, EXAMPLES / source, *flags, "-o", program)
                yield source, program

    def check_program(self, source, program, libraries=None):
        name = pathlib.Path(source).stem
        with RecordingServer() as server:
            variables = {"AGENTSIGHT_API_KEY": API_KEY, "AGENTSIGHT_API_ENDPOINT": server.url}
            if libraries:
                variables["LD_LIBRARY_PATH"] = str(libraries)
            self.assertEqual(run(program, env=clean_environment(**variables)), PRINTED[name], program)
            (batch,) = server.batches()
            spans = [span["kind"] for conversation in batch["conversations"] for span in conversation["spans"]]
            self.assertEqual(spans, SPANS[name], program)

    def test_pkg_config_shared(self):
        for source, program in self.compile_all(self.pkg_config("--cflags", "--libs", "agentsight"), "shared"):
            self.assertIn("libagentsight.so.0", run("readelf", "-d", program))
            self.check_program(source, program, self.libraries)

    def test_pkg_config_static(self):
        flags = self.pkg_config("--cflags", "--libs", "agentsight-static")
        for source, program in self.compile_all(flags, "static"):
            self.assertNotIn("libagentsight", run("readelf", "-d", program))
            self.check_program(source, program)

    def test_moved_and_static_alone(self):
        """The tree can lie elsewhere, and --static says all that the archive needs."""
        moved = self.folder / "moved"
        shutil.copytree(self.prefix, moved, symlinks=True)
        libraries = moved / self.libraries.relative_to(self.prefix)
        for file in libraries.glob("libagentsight.so*"):
            file.unlink()
        flags = self.pkg_config("--static", "--cflags", "--libs", "agentsight", libraries=libraries)
        self.assertNotIn(str(self.prefix) + "/", " ".join(flags))
        for source, program in self.compile_all(flags, "moved", compilers()[:1]):
            self.check_program(source, program)

    def test_cmake(self):
        for number, (c, cxx) in enumerate(compilers()):
            build = self.folder / f"cmake_{number}"
            run("cmake", "-S", pathlib.Path(__file__).with_name("consumer"), "-B", build, "-G", "Ninja",
                f"-DCMAKE_PREFIX_PATH={self.prefix}", f"-DCMAKE_C_COMPILER={c}", f"-DCMAKE_CXX_COMPILER={cxx}",
                f"-DEXAMPLES={EXAMPLES}")
            run("cmake", "--build", build)
            for library in ["agentsight", "agentsight_static"]:
                for source in SOURCES:
                    name = source.replace("/", "_").replace(".", "_")
                    self.check_program(source, build / f"{library}_{name}")

    def test_nothing_tells_where_it_was_built(self):
        for file in self.prefix.rglob("*"):
            if not file.is_file():
                continue
            for place in [ROOT, BUILD, self.prefix]:
                self.assertNotIn(str(place).encode(), file.read_bytes(), f"{file} names {place}")
            if file.suffix in (".cmake", ".pc"):
                self.assertNotRegex(file.read_text(), r"(?<![\w}])/usr/lib\S*\.(so|a)\b", file)

    def test_what_is_installed(self):
        files = {str(file.relative_to(self.prefix)) for file in self.prefix.rglob("*") if not file.is_dir()}
        lib = self.libraries.relative_to(self.prefix)
        self.assertEqual({name for name in files if "cmake" not in name}, {
            "include/agentsight.h", "include/agentsight.hpp", f"{lib}/libagentsight.a",
            f"{lib}/libagentsight.so", f"{lib}/libagentsight.so.0", f"{lib}/libagentsight.so.0.1.0",
            f"{lib}/pkgconfig/agentsight.pc", f"{lib}/pkgconfig/agentsight-static.pc"})


if __name__ == "__main__":
    unittest.main()
