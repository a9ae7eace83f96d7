/* The twelve tables of the return (SSDA903): their columns, and what each column holds. */
#include "intake/return_rows.h"

#define CHILD        { "CHILD", CELL_CHILD, 0 }
#define BIRTH        { "DOB", CELL_IGNORED, 0 }
#define WORDS(n)     { n, CELL_TEXT, 0 }
#define CODED(n, l)  { n, CELL_CODE, CODES_##l }
#define NEEDED(n, l) { n, CELL_CODE_NEEDED, CODES_##l }
#define FLAG(n)      { n, CELL_FLAG, 0 }
#define WHOLE(n)     { n, CELL_INT, 0 }
#define DATE(n)      { n, CELL_DATE, 0 }
#define STRICT(n)    { n, CELL_DATE_STRICT, 0 }
#define DAY(n)       { n, CELL_DATE_NEEDED, 0 }

const struct return_table return_tables[RETURN_TABLES] = {
    [T_HEADER] = { "Header", 7, 0, 0, true,
                   { CHILD, CODED("SEX", SEX), DATE("DOB"), CODED("ETHNIC", ETHNICITY),
                     WORDS("UPN"), FLAG("MOTHER"), DATE("MC_DOB") } },
    [T_EPISODES] = { "Episodes", 13, EPISODE_DECOM, EPISODE_DEC, false,
                     { CHILD, DAY("DECOM"), CODED("RNE", REASON_NEW_EPISODE),
                       NEEDED("LS", LEGAL_STATUS), CODED("CIN", NEED),
                       NEEDED("PLACE", PLACEMENT_TYPE), CODED("PLACE_PROVIDER", PROVIDER),
                       STRICT("DEC"), CODED("REC", REASON_CEASED),
                       CODED("REASON_PLACE_CHANGE", REASON_PLACEMENT_CHANGE), WORDS("HOME_POST"),
                       WORDS("PL_POST"), WORDS("URN") } },
    [T_REVIEWS] = { "Reviews", 4, REVIEW_DATE, 0, false,
                    { CHILD, BIRTH, DAY("REVIEW"), CODED("REVIEW_CODE", PARTICIPATION) } },
    [T_UASC] = { "UASC", 4, 0, 0, true,
                 { CHILD, { "SEX", CELL_IGNORED, 0 }, BIRTH, STRICT("DUC") } },
    [T_OC2] = { "OC2", 12, 0, 0, true,
                { CHILD, BIRTH, WHOLE("SDQ_SCORE"), WORDS("SDQ_REASON"), FLAG("CONVICTED"),
                  FLAG("HEALTH_CHECK"), FLAG("IMMUNISATIONS"), FLAG("TEETH_CHECK"),
                  FLAG("HEALTH_ASSESSMENT"), FLAG("SUBSTANCE_MISUSE"),
                  FLAG("INTERVENTION_RECEIVED"), FLAG("INTERVENTION_OFFERED") } },
    [T_OC3] = { "OC3", 5, 0, 0, true,
                { CHILD, BIRTH, CODED("IN_TOUCH", IN_TOUCH), CODED("ACTIV", ACTIVITY),
                  WORDS("ACCOM") } },
    [T_AD1] = { "AD1", 8, AD1_DATE_INT, 0, false,
                { CHILD, BIRTH, STRICT("DATE_INT"), STRICT("DATE_MATCH"), FLAG("FOSTER_CARE"),
                  WHOLE("NB_ADOPTR"), WORDS("SEX_ADOPTR"), WORDS("LS_ADOPTR") } },
    [T_PLACED_ADOPTION] = { "PlacedAdoption", 5, PLACED_DATE, PLACED_CEASED, false,
                            { CHILD, BIRTH, DAY("DATE_PLACED"), STRICT("DATE_PLACED_CEASED"),
                              WORDS("REASON_PLACED_CEASED") } },
    [T_PREV_PERM] = { "PrevPerm", 5, 0, 0, true,
                      { CHILD, BIRTH, WORDS("PREV_PERM"), WORDS("LA_PERM"), WORDS("DATE_PERM") } },
    [T_MISSING] = { "Missing", 5, MISSING_START, MISSING_END, false,
                    { CHILD, BIRTH, NEEDED("MISSING", CLASSIFICATION), DAY("MIS_START"),
                      STRICT("MIS_END") } },
    [T_SW_EPISODES] = { "SWEpisodes", 6, SW_DECOM, SW_DEC, false,
                        { CHILD, BIRTH, WORDS("SW_ID"), DAY("SW_DECOM"), STRICT("SW_DEC"),
                          CODED("SW_REASON", REASON_WORKER_CHANGE) } },
    [T_DOLO] = { "DoLo", 4, DOLO_START, DOLO_END, false,
                 { CHILD, BIRTH, DAY("DOLO_START"), STRICT("DOLO_END") } },
};

const char *return_table_name(unsigned table)
{
    MUST(table < RETURN_TABLES);
    return return_tables[table].name;
}
