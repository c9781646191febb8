// The ratios that were aimed at, beside what this run has measured.
#ifndef GOALS_HPP
#define GOALS_HPP

#include "measure.hpp"

// `one` and `two`: the results with so many threads.
void print_goals(const Results &one, const Results &two);

#endif
