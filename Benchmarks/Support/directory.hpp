// A directory of the benchmark's own, empty at first and gone at the end.
#ifndef DIRECTORY_HPP
#define DIRECTORY_HPP

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

class Directory {
public:
  Directory() {
    path_ = (std::filesystem::temp_directory_path() / "agentsight-bench-XXXXXX").string();
    if (mkdtemp(path_.data()) != nullptr) return;
    std::perror("error: mkdtemp");
    std::exit(1);
  }
  Directory(const Directory &) = delete;
  Directory &operator=(const Directory &) = delete;
  ~Directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const char *path() const { return path_.c_str(); }

private:
  std::string path_;
};

#endif
