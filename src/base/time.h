/* Three kinds of time that the compiler keeps apart, and UK summer time. */
#ifndef BASE_TIME_H
#define BASE_TIME_H
#include "base/str.h"

struct instant {
    int64_t us; /* microseconds since 1970 in UTC: when it happened */
};
struct date {
    int32_t days; /* days since 1970-01-01 on the wall calendar: birth, due day */
};
struct span {
    int64_t us; /* a length of elapsed time: 72 hours is always 72 hours */
};

#define SECOND_US INT64_C(1000000)
#define HOUR_US   (3600 * SECOND_US)
#define NEVER     ((struct instant){ INT64_MAX })

struct civil {
    int32_t year;
    uint8_t month, day;
};
struct clock_time { /* the wall clock in the UK at an instant */
    struct civil on;
    uint8_t hour, minute, second;
    bool summer;
};

struct instant instant_after(struct instant start, struct span length);
struct span span_between(struct instant from, struct instant to);
struct span span_hours(int64_t hours);
struct date date_of(struct civil c);     /* proleptic Gregorian; c must be a real day */
struct civil civil_of(struct date d);
bool civil_is_real(struct civil c);      /* false for 30 February */
int weekday(struct date d);              /* Monday 0 … Sunday 6 */
struct date date_add_months(struct date d, int months); /* clamps to the month's end */
int years_between(struct date from, struct date to);    /* completed years: an age */
struct date date_in_uk(struct instant i);               /* knows summer time */
struct clock_time clock_in_uk(struct instant i);
struct instant uk_midnight(struct date d);              /* the instant that day began */
struct instant uk_instant(struct date d, int hour, int minute, int second);
bool uk_is_summer(struct instant i);

/* "2026-03-27", nothing else. */
status date_parse(struct task *t, struct str iso, struct date *ret);
/* "dd/mm/yyyy" as the statutory return writes it. */
status date_parse_return(struct task *t, struct str text, struct date *ret);
/* "2026-03-27T02:10Z", with optional seconds, fraction, and +01:00 in place of Z. */
status instant_parse(struct task *t, struct str iso, struct instant *ret);

/* `room` of at least 32 bytes; returns the length. "2026-03-27" / "2026-03-27T02:10:00Z", the
 * fraction written only when it is not nought. These are the canonical forms. */
size_t date_print(struct date d, char *ret);
size_t instant_print(struct instant i, char *ret);
struct str date_text(struct arena *a, struct date d);       /* ISO */
struct str instant_text(struct arena *a, struct instant i); /* ISO */
struct str date_words(struct arena *a, struct date d);       /* "Friday 27 March 2026" */
struct str instant_words(struct arena *a, struct instant i); /* "02:10 on Friday 27 March 2026" */
struct str span_words(struct arena *a, struct span s); /* "5 hours 26 minutes", "2 days 4 hours" */

#endif
