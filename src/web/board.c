/* Missing now: who is missing, in the order of who needs help first. */
#include <string.h>

#include "web/pages.gen.h"
#include "web/pages.h"
#include "web/snapshot.h"

enum {
    OWED_SHOWN = 4
};

/* Which form meets a rule, by how the rule's name begins and ends; the first that fits. */
static const struct {
    const char *begins, *ends;
    struct act act;
} acts[] = {
    { "found-", "-told", { "I have told them", "found-told" } },
    { "", "police-told", { "I have told the police", "police-told" } },
    { "missing-", "-told", { "I have told them", "missing-told" } },
    { "missing-searched", "", { "Add what I tried", "enquiry-made" } },
    { "missing-risk", "", { "Record the grade", "risk-graded" } },
    { "missing-72", "meeting", { "Record the meeting", "pattern-reviewed" } },
    { "missing-pattern", "", { "Record the meeting", "pattern-reviewed" } },
    { "education-plan", "", { "Record the plan", "education-plan-made" } },
    { "exploitation-screened", "", { "Record the assessment", "exploitation-assessed" } },
    { "exploitation-plan", "", { "Record the change", "safety-plan-changed" } },
    { "trafficking-referred", "", { "Record the referral", "nrm-referred" } },
    { "trafficking-grounds", "", { "Record the decision", "nrm-decided" } },
    { "trafficking-guardian", "", { "Record the guardian", "guardian-appointed" } },
    { "referrer-told", "", { "Record the decision", "referral-decided" } },
    { "protection-conference", "", { "Record the conference", "conference-held" } },
    { "", "-strategy", { "Record the discussion", "strategy-discussion-held" } },
    { "return-interview-acted-on", "", { "Record the change", "safety-plan-changed" } },
    { "statutory-visit", "", { "Record a visit", "visit-made" } },
    { "visit-", "", { "Record a visit", "visit-made" } },
    { "review-", "", { "Record a review", "review-held" } },
    { "health-assessment", "", { "Record the assessment", "health-assessed" } },
    { "dental", "", { "Record the check", "dental-checked" } },
    { "advocate", "", { "Record the offer", "advocate-offered" } },
};

static bool str_ends(struct str s, struct str with)
{
    return s.len >= with.len && memcmp(s.at + s.len - with.len, with.at, with.len) == 0;
}

struct act act_for(const struct rule_words *r)
{
    if (r->alarm)
        return (struct act){ 0 };
    const struct entry_kind *same = entry_kind_named(r->name);
    if (same)
        return (struct act){ same->button, same->name };
    for (size_t i = 0; i < COUNT(acts); i++)
        if (str_starts(r->name, str_from(acts[i].begins)) &&
            str_ends(r->name, str_from(acts[i].ends)))
            return acts[i].act;
    return (struct act){ 0 };
}

struct owed_row owed_row(const struct view *v, const struct duty_row *d)
{
    const struct rulebook *b = v->in->site->store->rules;
    return (struct owed_row){ d, clock_of(v, b, &d->instance), act_for(rule_of(v, d->rule)) };
}

/* What this stay away asks for comes first; what was owed before it is counted behind a link. */
static void add_owed(struct arena *a, const struct view *v, const struct duty_list *list,
                     struct board_row *row)
{
    row->owed = NEWS(a, struct owed_row, OWED_SHOWN);
    for (int about_it = 1; about_it >= 0; about_it--)
        for (size_t i = 0; i < list->count && row->owed_count < OWED_SHOWN; i++)
            if ((list->at[i].instance.about == row->m->episode) == about_it)
                row->owed[row->owed_count++] = owed_row(v, &list->at[i]);
    row->owed_more = list->count - row->owed_count;
    row->owed_late = list->overdue;
}

struct told_rows by_recipient(struct arena *a, const struct told *told, size_t count)
{
    struct told_rows rows = { NEWS(a, struct told_row, count + 1), 0 };
    for (size_t i = 0; i < count; i++) {
        const struct told *one = &told[i];
        size_t at = 0;
        while (at < rows.count && rows.at[at].told.person != one->person)
            at++;
        struct told_row *row = &rows.at[at];
        if (at == rows.count) {
            rows.count++;
            row->told = *one;
        }
        struct told *sum = &row->told;
        row->messages++;
        row->unseen += one->seen.us == INT64_MAX;
        sum->delivered = sum->delivered || one->delivered;
        if (one->told.us < sum->told.us)
            sum->told = one->told;
        /* Seen means all of them seen: the last time; NEVER is later than any. */
        if (one->seen.us > sum->seen.us)
            sum->seen = one->seen;
        if (one->answered.us > sum->answered.us)
            sum->answered = one->answered;
        if (one->trouble.len > 0)
            sum->trouble = one->trouble;
    }
    return rows;
}

static void count_messages(struct arena *a, struct board_row *row, struct board_page *p)
{
    row->told = by_recipient(a, row->m->told, row->m->told_count);
    for (size_t i = 0; i < row->told.count; i++) {
        p->unseen += row->told.at[i].unseen > 0;
        p->undelivered += !row->told.at[i].told.delivered && row->told.at[i].told.trouble.len > 0;
    }
}

static status fill(struct task *t, struct request *in, const struct view *v,
                   const struct snapshot *s, struct board_page *p)
{
    struct seen_children seen;
    TRY(children_seen(t, in, &seen));
    p->all = seen.all;
    p->cut = s->missing.cut;
    p->version = live_version(&s->missing, &p->counted);
    p->looked = s->missing.looked.us != 0 ? s->missing.looked : s->taken;
    p->row = NEWS(t->arena, struct board_row, s->missing.count + 1);
    size_t rows = 0;
    for (size_t i = 0; i < s->missing.count; i++) {
        const struct missing_row *m = &s->missing.at[i];
        bool away = strcmp(code_text(CODES_CLASSIFICATION, m->class), "A") == 0;
        if (!may_list(&seen, m->child, true)) {
            p->hidden++;
            continue;
        }
        struct board_row *row = &p->row[rows++];
        row->m = m;
        row->owed_failed = s->owed_failed[i];
        if (!row->owed_failed)
            add_owed(t->arena, v, &s->owed[i], row);
        p->late += row->owed_late;
        count_messages(t->arena, row, p);
        p->missing += !away;
        p->away += away;
    }
    return OK;
}

status handle_board(struct task *t, struct request *in, struct response *out)
{
    struct view v = view_of(t, in, "Missing now", NAV_BOARD);
    v.recorded = true;
    struct board_page p = { 0 };
    struct snapshot *s = NULL;
    status looked = snapshot_take(t, in, &s);
    if (looked == OK)
        looked = fill(t, in, &v, s, &p);
    if (looked != OK)
        p = (struct board_page){ .failed = str_nul(t->arena, str_from(t->reason)) };
    note_searched(in, out, "missing now");
    struct html h = page_open(t);
    page_board(&h, &v, &p);
    if (s)
        snapshot_give(in->site, s);
    return page_send(t, &h, looked == OK ? 200 : 503, out);
}
