/* A statutory return as rows: twelve tables, known by their columns, each row checked by itself. */
#ifndef INTAKE_RETURN_ROWS_H
#define INTAKE_RETURN_ROWS_H
#include "base/hash.h"
#include "intake/receipt.h"

enum return_table_number {
    T_HEADER,
    T_EPISODES,
    T_REVIEWS,
    T_UASC,
    T_OC2,
    T_OC3,
    T_AD1,
    T_PLACED_ADOPTION,
    T_PREV_PERM,
    T_MISSING,
    T_SW_EPISODES,
    T_DOLO,
    RETURN_TABLES
};
enum {
    RETURN_COLUMNS_MAX = 13,
    RETURN_ROWS_MAX = 500000, /* the largest authority sends some tens of thousands */
    RETURN_FILES_MAX = 64,    /* in its folder */
    RETURN_CELL_BYTES_MAX = 1000,
    RETURN_CHILD_ROWS_MAX = 1000, /* so that one child's events fit in one append */
};

enum cell_kind {
    CELL_IGNORED,     /* a date of birth repeated beside every row: the Header's counts */
    CELL_CHILD,
    CELL_TEXT,
    CELL_CODE,        /* an unknown one is kept as it stands, with a warning */
    CELL_CODE_NEEDED, /* … and the row is refused when there is none */
    CELL_FLAG,        /* 1 or 0 */
    CELL_INT,
    CELL_DATE,        /* one that is none is left out, with a warning */
    CELL_DATE_STRICT, /* one that is none refuses the row: left out it would mean "still so" */
    CELL_DATE_NEEDED,
};
struct return_column {
    const char *name;
    uint8_t kind, list; /* enum cell_kind; enum code_list of a code */
};
struct return_table {
    const char *name;
    uint8_t columns, from, until; /* which columns hold its dates; 0: none (that is CHILD's) */
    bool once;                    /* one row a child */
    struct return_column column[RETURN_COLUMNS_MAX];
};
extern const struct return_table return_tables[RETURN_TABLES];

/* Columns by name, in the return's own order. */
enum { HEADER_CHILD, HEADER_SEX, HEADER_DOB, HEADER_ETHNIC, HEADER_UPN, HEADER_MOTHER,
       HEADER_MC_DOB };
enum { EPISODE_CHILD, EPISODE_DECOM, EPISODE_RNE, EPISODE_LS, EPISODE_CIN, EPISODE_PLACE,
       EPISODE_PROVIDER, EPISODE_DEC, EPISODE_REC, EPISODE_CHANGE, EPISODE_HOME_POST,
       EPISODE_PL_POST, EPISODE_URN };
enum { REVIEW_CHILD, REVIEW_DOB, REVIEW_DATE, REVIEW_CODE };
enum { UASC_CHILD, UASC_SEX, UASC_DOB, UASC_DUC };
enum { OC2_CHILD, OC2_DOB, OC2_SDQ, OC2_SDQ_REASON, OC2_CONVICTED, OC2_HEALTH_CHECK,
       OC2_IMMUNISATIONS, OC2_TEETH, OC2_HEALTH_ASSESSMENT, OC2_SUBSTANCE, OC2_RECEIVED,
       OC2_OFFERED };
enum { OC3_CHILD, OC3_DOB, OC3_IN_TOUCH, OC3_ACTIV, OC3_ACCOM };
enum { AD1_CHILD, AD1_DOB, AD1_DATE_INT, AD1_DATE_MATCH, AD1_FOSTER_CARE, AD1_ADOPTERS, AD1_SEX,
       AD1_STATUS };
enum { PLACED_CHILD, PLACED_DOB, PLACED_DATE, PLACED_CEASED, PLACED_REASON };
enum { PERM_CHILD, PERM_DOB, PERM_PERM, PERM_LA, PERM_DATE };
enum { MISSING_CHILD, MISSING_DOB, MISSING_CLASS, MISSING_START, MISSING_END };
enum { SW_CHILD, SW_DOB, SW_ID, SW_DECOM, SW_DEC, SW_REASON };
enum { DOLO_CHILD, DOLO_DOB, DOLO_START, DOLO_END };

struct return_cell {
    struct str text; /* codes in capitals */
    int32_t number;  /* date, flag, whole number */
    bool given;
};
struct return_row {
    uint8_t table;
    bool refused, warned;
    enum receipt_kind outcome; /* ROW_UNCHANGED until something is said because of it */
    uint32_t line;
    int32_t from, until; /* its dates; INT32_MIN and INT32_MAX when there is none */
    struct str source;   /* "2018 episodes.csv row 12" */
    struct return_cell *cell;
};
struct return_file {
    struct str name;
    struct hash256 hash;
    struct return_row *row;
    size_t count;
    bool given;
};
struct return_rows {
    int year;
    struct return_file file[RETURN_TABLES];
    size_t total;
};
struct return_child {
    struct str id;
    struct return_row **row; /* by table, then dates, then place in the file; none refused */
    size_t count;
};

/* One file's bytes into rows; refused rows and warnings go to the receipt, a file that cannot be
 * known or trusted fails. */
status return_read_file(struct task *t, struct return_rows *rows, struct str name,
                        struct str bytes, struct receipt *receipt);
/* Every *.csv file of a folder. */
status return_read_folder(struct task *t, struct return_rows *rows, struct str folder,
                          struct receipt *receipt);
/* A second row of one child in a table that has one row a child is refused here. */
status return_children(struct task *t, const struct return_rows *rows, struct receipt *receipt,
                       struct return_child **ret, size_t *ret_count);

static inline struct date return_year_start(int year)
{
    return date_of((struct civil){ year - 1, 4, 1 });
}
static inline struct date return_year_end(int year)
{
    return date_of((struct civil){ year, 3, 31 });
}

#endif
