/* Every bound on input in one place: checked before anything is allocated. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

enum {
    FILE_BYTES_MAX = 256 << 20,   /* one file of a return */
    CSV_COLUMNS_MAX = 64,
    CSV_FIELD_BYTES_MAX = 64 << 10,
    JSON_BYTES_MAX = 64 << 20,    /* a whole file of events */
    JSON_DEPTH_MAX = 16,
    EVENT_BYTES_MAX = 60 << 10,   /* one payload */
    EVENT_FIELD_BYTES_MAX = 16 << 10,
    EVENT_FIELDS_MAX = 40,
    EVENT_SUBJECTS_MAX = 8,
    BATCH_EVENTS_MAX = 4096,      /* events in one append */
    STREAM_EVENTS_MAX = 1 << 20,  /* parts in one subject's stream: the key leaves 20 bits */
    FORM_BYTES_MAX = 64 << 10,
    FORM_FIELDS_MAX = 160,
    PAGE_BYTES_MAX = 4 << 20,
    RULE_FILE_BYTES_MAX = 1 << 20,
    SETTINGS_BYTES_MAX = 64 << 10,
    LIST_ROWS_MAX = 5000,         /* rows of one listing; one more is read, so a cut list shows */
    TASK_BYTES_MAX = 1 << 30,
};

#endif
