/* Writes a message: a reference and a link, and with the settings' leave the rule's title. */
#include "send/message.h"

#include <string.h>

enum { LETTER_BYTES_MAX = 8 << 10, ADDRESS_BYTES_MAX = 200, POSTAL_LINE_BYTES_MAX = 100 };

bool is_email_address(struct str s)
{
    size_t ats = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (c <= ' ' || c > '~' || strchr("<>()[]\"\\,;:", c))
            return false;
        ats += c == '@';
    }
    return s.len >= 3 && s.len <= ADDRESS_BYTES_MAX && ats == 1 && s.at[0] != '@' &&
           s.at[s.len - 1] != '@';
}

bool is_telephone_number(struct str s)
{
    size_t digits = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        bool digit = c >= '0' && c <= '9';
        if (!digit && c != ' ' && c != '-' && c != '(' && c != ')' && !(c == '+' && i == 0))
            return false;
        digits += digit;
    }
    return s.len <= 40 && digits >= 7 && digits <= 15;
}

static bool is_letter(char c)
{
    c |= 0x20;
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* One or two letters, a digit, perhaps one more sign; then a digit and two letters. */
static bool is_postcode(struct str s)
{
    char c[7];
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == ' ')
            continue;
        if (n == sizeof c || (!is_letter(s.at[i]) && !is_digit(s.at[i])))
            return false;
        c[n++] = s.at[i];
    }
    if (n < 5 || !is_letter(c[0]))
        return false;
    size_t digit = is_letter(c[1]) ? 2 : 1, front = n - 3;
    return is_digit(c[front]) && is_letter(c[front + 1]) && is_letter(c[front + 2]) &&
           digit < front && is_digit(c[digit]) && front - digit <= 2;
}

bool postal_read(struct str s, struct postal *ret)
{
    struct postal p = { 0 };
    while (s.len > 0) {
        struct str line, rest = S("");
        if (!str_cut(s, '\n', &line, &rest))
            line = s;
        s = rest;
        line = str_trim(line);
        if (line.len == 0)
            continue;
        if (p.count == POSTAL_LINES_MAX || line.len > POSTAL_LINE_BYTES_MAX)
            return false;
        for (size_t i = 0; i < line.len; i++) {
            if ((unsigned char)line.at[i] < ' ')
                return false;
        }
        p.line[p.count++] = line;
    }
    *ret = p;
    return p.count >= POSTAL_LINES_MIN && is_postcode(p.line[p.count - 1]);
}

struct str message_link(struct arena *a, struct str base_address, struct str reference)
{
    return str_print(a, "%.*s/notice/%.*s", STR_ARG(base_address), STR_ARG(reference));
}

/* "Sun, 22 Nov 2026 05:41:11 +0000" */
static void add_date(struct text *x, struct instant at)
{
    static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    const int64_t day_us = 24 * HOUR_US;
    int64_t day = at.us / day_us, second = at.us % day_us / SECOND_US;
    struct date d = { (int32_t)day };
    struct civil c = civil_of(d);
    text_addf(x, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", days[weekday(d)], c.day,
              months[c.month - 1], c.year, (int)(second / 3600), (int)(second / 60 % 60),
              (int)(second % 60));
}

/* A title is text of the rulebook: one line of it, whatever it holds. */
static void add_line(struct text *x, const char *front, struct str s)
{
    text_addz(x, front);
    for (size_t i = 0; i < s.len; i++)
        text_addc(x, (unsigned char)s.at[i] < ' ' ? ' ' : s.at[i]);
    text_addz(x, "\r\n");
}

struct str message_letter(struct task *t, const struct message *m, struct str from)
{
    struct text x = text_open(t->arena, LETTER_BYTES_MAX);
    struct str name, domain = S("localhost");
    str_cut(from, '@', &name, &domain);
    add_date(&x, task_now(t));
    add_line(&x, "From: Sightline <", str_print(t->arena, "%.*s>", STR_ARG(from)));
    add_line(&x, "To: <", str_print(t->arena, "%.*s>", STR_ARG(m->to)));
    add_line(&x, "Message-ID: <", str_print(t->arena, "%.*s@%.*s>", STR_ARG(m->reference),
                                             STR_ARG(domain)));
    add_line(&x, "Subject: Sightline: a notice for you, reference ", m->reference);
    text_addz(&x, "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                  "Content-Type: text/plain; charset=utf-8\r\n"
                  "Content-Transfer-Encoding: 8bit\r\n\r\n");
    text_addz(&x, "There is a notice for you in Sightline.\r\n\r\n");
    add_line(&x, "Reference: ", m->reference);
    if (m->title.len > 0)
        add_line(&x, "What: ", m->title);
    add_line(&x, "Open it: ", m->link);
    text_addz(&x, "\r\nThis message says nothing about anyone, so that it may be read on any"
                  " screen.\r\nIt counts as seen when you have opened the record.\r\n");
    MUST(!x.full);
    return text_done(&x);
}
