// Measures candidates in turns: many short rounds, in which each has its go, so that noise hits all alike.
#ifndef MEASURE_HPP
#define MEASURE_HPP

#include "candidate.hpp"

#include <map>

struct Figures {
  double call_ns;           // median over rounds of a loop's time by its calls
  double p50, p99, p999;    // of single calls, without the timer's own median
  double group_p99;         // of groups of 16 calls, per call: free of the timer
  double events_per_second; // all threads together
  std::size_t rounds;       // in which all threads ran at the same time
};

// By name of the candidate.
using Results = std::map<std::string, Figures>;

Results measure(const Candidates &candidates, unsigned threads, unsigned rounds, double ns_per_tick);

#endif
