/* What the synthetic world is calibrated with: published English figures, each with its source.
 *
 * Sources: [EES] DfE "Children looked after in England including adoptions", 31 March 2025, Open
 * Government Licence v3.0. [OFSTED] "Children's social care in England 2023", providers and
 * places. [FIT] a fit to those figures. [ASSUMED] no public figure exists: a stated assumption. */
#ifndef SIMULATE_CALIBRATION_H
#define SIMULATE_CALIBRATION_H
#include "simulate/chance.h"

/* Stock 81,770; started in the year 32,270; ceased 34,450. [EES] */
enum { STOCK = 81770, STARTS_A_YEAR = 32270, CEASES_A_YEAR = 34450 };
enum { CEASE_PER_MONTH_PER_MILLE = 35 }; /* 34,450 / 81,770 / 12 [EES] */

/* Age at the start: under 1, 1-4, 5-9, 10-15, 16-17: 4, 12, 18, 38, 27 %. [EES] */
static const uint16_t AGE_WEIGHTS[] = { 4, 12, 18, 38, 27 };
static const uint8_t AGE_FROM[] = { 0, 1, 5, 10, 16 }, AGE_TO[] = { 0, 4, 9, 15, 17 };

enum { MALE_PER_MILLE = 560, UASC_PER_MILLE = 80 }; /* [EES] */

/* Ethnicity: White 71, Mixed 11, Black 8, Asian 5, Other 4, not known 1 %. [EES] */
static const uint16_t ETHNICITY_WEIGHTS[] = { 71, 11, 8, 5, 4, 1 };
static const char *const ETHNICITY_CODES[] = { "WBRI", "MWBC", "BAFR", "AOTH", "OOTH", "NOBT" };

/* Category of need N1 … N8. [EES] */
static const uint16_t NEED_WEIGHTS[] = { 67, 2, 2, 7, 12, 1, 8 };
static const char *const NEED_CODES[] = { "N1", "N2", "N3", "N4", "N5", "N6", "N8" };

/* Legal status at the start: V2 57, C1 31, police protection 9, EPO 1, remand 2 %. [EES] */
static const uint16_t LEGAL_WEIGHTS[] = { 57, 31, 9, 1, 2 };
static const char *const LEGAL_CODES[] = { "V2", "C1", "L1", "L2", "J1" };

/* Placement: foster 67, homes and secure 12, supported 9 (16 and over only), parents 6, adoption
 * 2, other 3, other residential 1 %. [EES] The two tables split it by age. [FIT] */
static const char *const PLACEMENT_CODES[] = { "U6", "U4", "U3", "K2", "K3", "P1", "A3", "R1" };
static const uint16_t PLACEMENT_UNDER_16[] = { 40, 20, 16, 12, 0, 8, 3, 1 };
static const uint16_t PLACEMENT_16_ON[] = { 22, 14, 7, 18, 35, 3, 0, 1 };
enum { PLACEMENT_ENDS_PER_MONTH_PER_MILLE = 55 }; /* about 10 % have three or more a year [FIT] */

/* Where: in and near, in and far, out and near, out and far (far: over 20 miles). Adds up to 44 %
 * out of area and 22 % over 20 miles. [EES] */
static const uint16_t WHERE_WEIGHTS[] = { 52, 4, 26, 18 };
enum { NEAR_OUT_ADJOINS_PER_MILLE = 800, FAR_OUT_ADJOINS_PER_MILLE = 100 }; /* [ASSUMED] */
/* Tenths of a mile at even steps of probability: near 0-20, far 21-250 miles. [EES 2015 tail] */
static const int32_t NEAR_TENTHS[] = { 3, 14, 24, 34, 46, 60, 78, 100, 128, 160, 200 };
static const int32_t FAR_TENTHS[] = { 201, 224, 252, 285, 322, 370, 430, 520, 680, 980, 2500 };

/* Homes: places 1 … 7 and more. [OFSTED] */
static const uint16_t HOME_PLACES_WEIGHTS[] = { 7, 17, 24, 22, 12, 10, 8 };

/* Goes missing in a year, per mille, by age band (under 10, 10-15, 16 on) and by kind of placement
 * (family, home or supported). 11 % of all overall, 31 % in homes. [EES, FIT] */
static const uint16_t MISSING_PER_MILLE[3][2] = { { 2, 10 }, { 126, 376 }, { 178, 376 } };

/* How often in that year: 7 % once for sure, else log-series. A year of risk seldom is a calendar
 * year, so q is a little above the published year's 0.9583, to give its mean of 6.8. [FIT] */
enum { ONCE_PER_MILLE = 70, EPISODES_A_YEAR_MAX = 140 };
#define LOG_SERIES_Q     0.9735
#define LOG_SERIES_FIRST 0.2681 /* P(1) = q / -ln(1 - q) */

/* Away in minutes, at even steps: 90 % under two and a half days, median 7 hours. [FIT] */
static const int32_t SHORT_MINUTES[] = { 20,  75,  120, 170, 225, 285, 350, 425,  515,  630,
                                         775, 960, 1180, 1450, 1780, 2200, 2650, 3100, 3600 };
static const int32_t LONG_MINUTES[] = { 3600, 4700, 5800, 7200, 9000, 11500, 15000, 21000, 43200 };
static const int32_t VERY_LONG_MINUTES[] = { 43200, 50000, 62000, 82000, 120000, 260000 };
enum { SHORT_PER_MILLE = 900, LONG_PER_MILLE = 92 };

/* Hour at which it begins: a peak from 18:00 to midnight. [ASSUMED] */
static const uint16_t HOUR_WEIGHTS[24] = { 4, 3, 2, 2, 1, 1, 1, 2, 3, 2, 2, 2,
                                           3, 3, 4, 5, 6, 7, 9, 10, 11, 11, 9, 6 };

/* A third of authorities record every absence as missing. [EES 2020 note] Elsewhere one in eight
 * is away without authorisation. [ASSUMED] */
enum { ALL_MISSING_PER_MILLE = 333, AWAY_PER_MILLE = 120 };

/* How work is done: no national figures are published. [ASSUMED, all of them] */
enum {
    REPORT_LATE_PER_MILLE = 50,       /* written down days later */
    ENTRY_CORRECTED_PER_MILLE = 10,
    APPROVED_IN_TIME_PER_MILLE = 820, /* out-of-area placements */
    NOTIFIED_IN_TIME_PER_MILLE = 700,
    NOTIFIED_EVER_PER_MILLE = 850,
    PEOPLE_TOLD_PER_MILLE = 930,      /* notices of a placement, a first education plan */
    INTERVIEW_OFFERED_PER_MILLE = 880,
    INTERVIEW_DECLINED_PER_MILLE = 220,
    INTERVIEW_IN_TIME_PER_MILLE = 630,
    PLAN_CHANGED_PER_MILLE = 800,     /* after a return interview */
    VISIT_LATE_PER_MILLE = 120,
    VISIT_ALONE_PER_MILLE = 800,
    REVIEW_LATE_PER_MILLE = 100,
    WORKER_CHANGES_PER_MONTH_PER_MILLE = 70,
};

#endif
