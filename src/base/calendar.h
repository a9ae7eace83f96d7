/* Working days of one nation, from data: weekends and that nation's bank holidays. */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H
#include "base/time.h"

enum nation { ENGLAND_AND_WALES, SCOTLAND, NORTHERN_IRELAND };

enum { CALENDAR_FIRST_YEAR = 1970, CALENDAR_LAST_YEAR = 2079, CALENDAR_DAYS = 40177 };

/* Tables by day number, so that a deadline is two or three loads (0.8 MB). */
struct calendar {
    enum nation nation;
    struct date holidays_from, holidays_to; /* the years that holidays were loaded for */
    int64_t day_end_us[CALENDAR_DAYS];      /* instant at which the local day ends */
    uint16_t working_before[CALENDAR_DAYS]; /* working days up to and with this day */
    uint16_t nth_working[CALENDAR_DAYS];
    uint32_t ymd[CALENDAR_DAYS];            /* year << 9 | month << 5 | day */
    uint16_t month_first[1321];
};

/* Text: "nation england-and-wales", "from 2010", "to 2027", then one ISO date and name a line. */
status calendar_load(struct task *t, struct str text, struct calendar **ret);

bool calendar_knows(const struct calendar *c, struct date d); /* false past the loaded years */
bool calendar_is_working(const struct calendar *c, struct date d);
struct date working_days_after(const struct calendar *c, struct date start, int count);
struct instant calendar_day_end(const struct calendar *c, struct date d);

/* A length as the law writes it. HOURS elapse; the others end with the end of a local day.
 * CALENDAR_MONTHS, _QUARTERS and _YEARS end with the month, quarter or year that is so many on:
 * "in each calendar year" once done in 2025 is due again by the end of 31 December 2026. */
enum unit {
    UNIT_HOURS,
    UNIT_DAYS,
    UNIT_WEEKS,
    UNIT_MONTHS,
    UNIT_WORKING_DAYS,
    UNIT_CALENDAR_MONTHS,
    UNIT_CALENDAR_QUARTERS,
    UNIT_CALENDAR_YEARS,
    UNITS
};
struct period {
    uint8_t unit; /* enum unit */
    int16_t amount;
};
struct instant calendar_deadline(const struct calendar *c, struct instant from, struct period p);

#endif
