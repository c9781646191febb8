// What the first events cost: a thread's first call, and recording into memory that was never touched.
#ifndef COLD_HPP
#define COLD_HPP

struct Cold {
  double first_ns; // the first call of a tracker in a thread
  double call_ns;  // a call of the ten thousand that follow
};

Cold measure_cold(double ns_per_tick);

#endif
