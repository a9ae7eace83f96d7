/* Episodes of one child to care, legal statuses and placements. An episode is a stretch in which
 * none of the three changes, so what a row starts depends on the row before. */
#include <string.h>

#include "intake/return_map.h"

struct care_so_far {
    bool in_care;
    int64_t care, placement; /* 0 none */
    struct str legal;
};

static bool one_of(const struct return_cell *cell, const char *codes)
{
    return cell->given && cell->text.len == 1 && strchr(codes, cell->text.at[0]);
}

static void start_care(struct mapping *m, struct care_so_far *c, struct return_row *row)
{
    bool said = one_of(&row->cell[EPISODE_RNE], "S");
    c->care = want_about(m, "care", row->from, 0);
    c->in_care = true;
    struct event *e = want(m, row, EV_CARE_STARTED, row->from);
    event_set_number(e, "care", c->care);
    want_cell(e, "legal-status", &row->cell[EPISODE_LS]);
    want_cell(e, "need", &row->cell[EPISODE_CIN]);
    /* In care on that day, since when the return does not say. */
    if (!said)
        e->precision = code_number(CODES_PRECISION, S("about"));
    m->list.at[m->list.count - 1].inferred = !said;
}

static void change_legal_status(struct mapping *m, struct return_row *row)
{
    struct event *e = want(m, row, EV_LEGAL_STATUS_CHANGED, row->from);
    want_cell(e, "legal-status", &row->cell[EPISODE_LS]);
    want_cell(e, "need", &row->cell[EPISODE_CIN]);
}

static int64_t new_placement_about(const struct mapping *m, const struct return_row *row)
{
    const char *type = str_nul(m->t->arena, row->cell[EPISODE_PLACE].text);
    unsigned times = 0;
    for (size_t i = 0; i < m->list.count; i++) {
        const struct event *e = &m->list.at[i].event;
        times += e->kind == EV_PLACEMENT_STARTED &&
                 m->list.at[i].row->from == row->from &&
                 str_equal(event_text(e, "type"), row->cell[EPISODE_PLACE].text);
    }
    return want_about(m, type, row->from, times);
}

static void start_placement(struct mapping *m, struct care_so_far *c, struct return_row *row,
                            const struct return_row *before)
{
    const struct return_cell *rne = &row->cell[EPISODE_RNE];
    c->placement = new_placement_about(m, row);
    struct event *e = want(m, row, EV_PLACEMENT_STARTED, row->from);
    event_set_number(e, "placement", c->placement);
    want_cell(e, "type", &row->cell[EPISODE_PLACE]);
    want_cell(e, "provider", &row->cell[EPISODE_PROVIDER]);
    want_cell(e, "new-episode", rne);
    if (one_of(rne, "SPBTU"))
        event_set_number(e, "new-carer", one_of(rne, "SPB"));
    if (before)
        want_cell(e, "change", &before->cell[EPISODE_CHANGE]);
    want_cell(e, "home-postcode", &row->cell[EPISODE_HOME_POST]);
    want_cell(e, "postcode", &row->cell[EPISODE_PL_POST]);
    want_cell(e, "urn", &row->cell[EPISODE_URN]);
    map_area(m, e, row);
    m->list.at[m->list.count - 1].inferred = !one_of(rne, "SPBTU");
}

static void end_placement(struct mapping *m, struct care_so_far *c, struct return_row *row)
{
    if (c->placement == 0)
        return;
    struct event *e = want(m, row, EV_PLACEMENT_ENDED, row->until);
    event_set_number(e, "placement", c->placement);
    want_cell(e, "reason", &row->cell[EPISODE_REC]);
    want_cell(e, "change", &row->cell[EPISODE_CHANGE]);
    c->placement = 0;
}

static void end_care(struct mapping *m, struct care_so_far *c, struct return_row *row)
{
    struct event *e = want(m, row, EV_CARE_ENDED, row->until);
    event_set_number(e, "care", c->care);
    want_cell(e, "reason", &row->cell[EPISODE_REC]);
    *c = (struct care_so_far){ 0 };
}

/* X1 says that another episode follows at once; any other reason ends care. */
static void end_row(struct mapping *m, struct care_so_far *c, struct return_row *row,
                    const struct return_row *after)
{
    const struct return_cell *rec = &row->cell[EPISODE_REC];
    bool ends = rec->given && !str_is(rec->text, "X1");
    if (!row->cell[EPISODE_DEC].given)
        return;
    if (ends || !after || one_of(&after->cell[EPISODE_RNE], "SPBTU"))
        end_placement(m, c, row);
    if (ends)
        end_care(m, c, row);
}

void map_episodes(struct mapping *m, struct return_row **row, size_t count)
{
    struct care_so_far c = { 0 };
    for (size_t i = 0; i < count; i++) {
        const struct return_cell *rne = &row[i]->cell[EPISODE_RNE],
                                 *legal = &row[i]->cell[EPISODE_LS];
        bool starts = !c.in_care || one_of(rne, "S");
        if (starts)
            start_care(m, &c, row[i]);
        if (one_of(rne, "LBU") || (!starts && !str_equal(c.legal, legal->text)))
            change_legal_status(m, row[i]);
        c.legal = legal->text;
        if (one_of(rne, "SPBTU") || c.placement == 0)
            start_placement(m, &c, row[i], starts ? NULL : row[i - 1]);
        end_row(m, &c, row[i], i + 1 < count ? row[i + 1] : NULL);
    }
}
