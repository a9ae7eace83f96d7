/* Where an instant lies on a sheet, and labels that stay on it. */
#include "web/sheet.h"

double x_at(const struct sheet *s, int64_t at)
{
    if (at < s->from)
        at = s->from;
    if (at > s->to)
        at = s->to;
    return s->left + (double)(at - s->from) / (double)(s->to - s->from) * (s->right - s->left);
}

int64_t end_of(const struct sheet *s, const struct mark *m)
{
    return m->until.us == INT64_MAX || m->until.us > s->p->until.us ? s->p->until.us : m->until.us;
}

size_t letters(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.at[i] & 0xc0) != 0x80;
    return n;
}

bool fits(struct str words, double width)
{
    return (double)letters(words) * CHAR_PX + 10 <= width;
}

bool in_sheet(const struct sheet *s, const struct mark *m)
{
    return s->desk ? m->in_desk : m->in_phone;
}

void label_at(struct sheet *s, double x, double y, struct str words, const char *class)
{
    double half = (double)letters(words) * CHAR_PX / 2;
    if (x + half > s->right + 8)
        svg_text(s->h, s->right + 8, y, words, class, END);
    else if (x - half < s->left - (s->desk ? 20 : 0))
        svg_text(s->h, s->left, y, words, class, START);
    else
        svg_text(s->h, x, y, words, class, MIDDLE);
}

void label_if_clear(struct sheet *s, double x, double y, struct str words, const char *class,
                    double *clear)
{
    double half = (double)letters(words) * CHAR_PX / 2;
    if (x + half + CHAR_PX > *clear)
        return;
    *clear = x - half;
    label_at(s, x, y, words, class);
}

size_t rows_together(const struct sheet *s, size_t i, size_t *ret_last)
{
    const struct mark *m = &s->p->mark[i];
    size_t rows = 1;
    *ret_last = i;
    for (size_t j = i + 1; j < s->p->count; j++) {
        const struct mark *o = &s->p->mark[j];
        if (o->lane != m->lane || !in_sheet(s, o))
            continue;
        if (x_at(s, m->from.us) - x_at(s, o->from.us) >= MERGE_PX || o->shape != m->shape)
            break;
        rows++;
        *ret_last = j;
    }
    return rows;
}
