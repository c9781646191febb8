// How much memory the process has in use.
#ifndef RESIDENT_HPP
#define RESIDENT_HPP

#include <cstddef>
#include <cstdio>
#include <unistd.h>

// Resident bytes; 0 where the system does not say.
inline std::size_t resident_bytes() {
  std::size_t size = 0, resident = 0;
  std::FILE *file = std::fopen("/proc/self/statm", "r");
  if (file == nullptr) return 0;
  int found = std::fscanf(file, "%zu %zu", &size, &resident);
  std::fclose(file);
  return found == 2 ? resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) : 0;
}

#endif
