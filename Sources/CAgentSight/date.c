#include "date.h"

#include <string.h>

#define US_PER_SECOND 1000000
#define US_PER_DAY    (INT64_C(86400) * US_PER_SECOND)

static const char two_digits[] =
    "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
    "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
    "8081828384858687888990919293949596979899";

static char *put_two(char *to, uint32_t value) {
  memcpy(to, two_digits + 2 * value, 2);
  return to + 2;
}

/* Years are counted from March, so that the leap day is a year's last; 719468 days lie between 0000-03-01 and
 * 1970-01-01. */
static char *put_day(char *to, int64_t days) {
  int64_t shifted = days + 719468;
  int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  uint32_t day_of_era = (uint32_t)(shifted - era * 146097);
  uint32_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  uint32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  uint32_t month_from_march = (5 * day_of_year + 2) / 153;
  uint32_t day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
  uint32_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  uint32_t year = (uint32_t)(year_of_era + era * 400 + (month <= 2));
  to = put_two(put_two(to, year / 100), year % 100);
  *to++ = '-';
  to = put_two(to, month);
  *to++ = '-';
  return put_two(to, day);
}

char *ags_date_write(char *to, int64_t us) {
  int64_t days = us / US_PER_DAY - (us % US_PER_DAY < 0);
  int64_t rest = us - days * US_PER_DAY;
  uint32_t seconds = (uint32_t)(rest / US_PER_SECOND), part = (uint32_t)(rest % US_PER_SECOND);
  to = put_day(to, days);
  *to++ = 'T';
  to = put_two(to, seconds / 3600);
  *to++ = ':';
  to = put_two(to, seconds / 60 % 60);
  *to++ = ':';
  to = put_two(to, seconds % 60);
  *to++ = '.';
  to = put_two(put_two(put_two(to, part / 10000), part / 100 % 100), part % 100);
  memcpy(to, "+00:00", 6);
  return to + 6;
}
