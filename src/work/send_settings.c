/* Reads and checks the settings of messages that leave the program. */
#include "work/send_settings.h"

#include <string.h>

#include "work/store_open.h"

#define NOTIFY_URL "https://api.notifications.service.gov.uk"

const struct setting send_setting_rows[] = {
    { "send-email", SETTING_TEXT, "none", "who carries e-mail: none, smtp or notify", 0, 0 },
    { "send-sms", SETTING_TEXT, "none", "who carries text messages: none or notify", 0, 0 },
    { "send-letter", SETTING_TEXT, "none", "who prints and posts letters: none or notify", 0, 0 },
    { "send-email-for", SETTING_TEXT, "high medium duty-overdue",
      "what is told by e-mail: high medium low duty duty-warned duty-overdue", 0, 0 },
    { "send-sms-for", SETTING_TEXT, "high", "what is told by text message: the same words", 0, 0 },
    { "send-letter-for", SETTING_TEXT, "duty-overdue",
      "what is told by letter, which takes days: the same words", 0, 0 },
    { "send-say", SETTING_TEXT, "reference",
      "what a message says: reference, or title (adds the rule's title)", 0, 0 },
    { "send-tries", SETTING_INT, "8", "times a message is tried before a person must look", 1, 20 },
    { "base-address", SETTING_TEXT, "", "https address of these pages, for the link in messages",
      0, 0 },
    { "behind-proxy", SETTING_FLAG, "no",
      "yes: a proxy on this machine shows the pages at base-address and says who asks", 0, 0 },
    { "breached-passwords", SETTING_PATH, "",
      "a sorted list of SHA1:count, as Pwned Passwords gives it; empty: our own short list alone",
      0, 0 },
    { "invitation-hours", SETTING_INT, "24", "how long an invitation to sign in can be used", 1,
      336 },
    { "dormant-days", SETTING_INT, "90", "an account not used for so long ends", 7, 400 },
    { "leaver-days", SETTING_INT, "7", "the account of who holds no role for so long ends", 1, 90 },
    { "names-of-lookers", SETTING_FLAG, "yes",
      "no: the list of who opened a child's record, made for the child, has roles and no names", 0,
      0 },
    { "odd-access-many", SETTING_INT, "40",
      "so many children looked at in a day are asked about, if far more than others of the role", 2,
      100000 },
    { "odd-access-times", SETTING_INT, "4", "far more: so many times the middle of the role", 1,
      1000 },
    { "odd-access-refusals", SETTING_INT, "5",
      "so many refusals and looks without a relation in a day are asked about", 1, 1000 },
    { "odd-access-left-days", SETTING_INT, "365",
      "a look at a child whose care ended longer ago is asked about", 1, 36500 },
    { "smtp-url", SETTING_TEXT, "",
      "the mail relay: smtps://HOST:465, or smtp://HOST:587 which must offer STARTTLS", 0, 0 },
    { "smtp-from", SETTING_TEXT, "", "the sender's e-mail address", 0, 0 },
    { "smtp-login-file", SETTING_SECRET_FILE, "",
      "a file, mode 0600, with the relay's user name on one line and the password on the next", 0,
      0 },
    { "smtp-ca-file", SETTING_PATH, "", "certificates that may vouch for the relay; empty: the"
                                        " system's", 0, 0 },
    { "notify-url", SETTING_TEXT, NOTIFY_URL, "GOV.UK Notify", 0, 0 },
    { "notify-key-file", SETTING_SECRET_FILE, "", "a file, mode 0600, with the Notify API key", 0,
      0 },
    { "notify-ca-file", SETTING_PATH, "", "certificates that may vouch for Notify; empty: the"
                                          " system's", 0, 0 },
    { "notify-email-template", SETTING_TEXT, "", "the template's id, for e-mail", 0, 0 },
    { "notify-sms-template", SETTING_TEXT, "", "the template's id, for text messages", 0, 0 },
    { "notify-letter-template", SETTING_TEXT, "", "the template's id, for letters", 0, 0 },
};
const size_t send_setting_count = COUNT(send_setting_rows);

struct reading {
    struct task *t;
    const struct settings *s;
    bool made_up;
};

static size_t row_of(const struct reading *r, const char *key)
{
    size_t i = 0;
    while (i < r->s->count && strcmp(r->s->table[i].key, key) != 0)
        i++;
    MUST(i < r->s->count);
    return i;
}

/* "sightline.conf line 9: send-sms", to begin a refusal with. What nobody set is asked for by the
 * line that says who carries messages. */
static struct str origin_of(const struct reading *r, const char *key)
{
    const char *const asks[] = { key, "send-email", "send-sms", "send-letter" };
    struct str origin = S("");
    for (size_t i = 0; i < COUNT(asks) && (i == 0 || str_is(origin, "standard")); i++)
        origin = r->s->value[row_of(r, asks[i])].origin;
    return str_print(r->t->arena, "%.*s: %s", STR_ARG(origin), key);
}

#define REFUSE(r, key, what)                                                                      \
    fail((r)->t, E_INVALID, "%.*s %s", STR_ARG(origin_of(r, key)), what)

static status read_by(const struct reading *r, const char *key, bool smtp_too, enum send_by *ret)
{
    struct str said = settings_text(r->s, key);
    if (str_is(said, "none"))
        *ret = SEND_BY_NOBODY;
    else if (str_is(said, "notify"))
        *ret = SEND_BY_NOTIFY;
    else if (smtp_too && str_is(said, "smtp"))
        *ret = SEND_BY_SMTP;
    else
        return REFUSE(r, key, smtp_too ? "must be none, smtp or notify" : "must be none or notify");
    return OK;
}

/* By bit of enum send_for. */
static const char *const words[] = { "high", "medium",      "low",
                                     "duty", "duty-warned", "duty-overdue" };

const char *send_by_words(enum send_by by)
{
    switch (by) {
    case SEND_BY_SMTP: return "smtp";
    case SEND_BY_NOTIFY: return "notify";
    case SEND_BY_NOBODY: break;
    }
    return "none";
}

struct str send_for_words(struct arena *a, unsigned what)
{
    struct text x = text_open(a, 200);
    for (size_t i = 0; i < COUNT(words); i++) {
        if (what >> i & 1)
            text_addf(&x, "%s%s", x.len > 0 ? " " : "", words[i]);
    }
    return text_done(&x);
}

static status read_for(const struct reading *r, const char *key, unsigned *ret)
{
    struct str rest = settings_text(r->s, key), word = S("");
    unsigned bits = 0;
    while (rest.len > 0) {
        struct str after = S("");
        if (!str_cut(rest, ' ', &word, &after))
            word = rest;
        rest = after;
        if (word.len == 0)
            continue;
        size_t i = 0;
        while (i < COUNT(words) && !str_is(word, words[i]))
            i++;
        if (i == COUNT(words))
            return REFUSE(r, key, "must be words of: high medium low duty duty-warned"
                                  " duty-overdue, with spaces between them");
        bits |= 1U << i;
    }
    *ret = bits;
    return OK;
}

/* Printable, without what could end a header or an address early. */
static bool is_plain(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (c <= ' ' || c > '~' || strchr("<>\"\\,;", c))
            return false;
    }
    return s.len > 0 && s.len <= 200;
}

static bool is_url(struct str s, const char *scheme)
{
    struct str front = str_from(scheme);
    return is_plain(s) && str_starts(s, front) && s.len > front.len && !memchr(s.at, '@', s.len);
}

static bool is_uuid(struct str s)
{
    bool good = s.len == 36;
    for (size_t i = 0; good && i < s.len; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        good = dash ? s.at[i] == '-' : s.at[i] && strchr("0123456789abcdefABCDEF", s.at[i]);
    }
    return good;
}

static struct str without_slash(struct str s)
{
    while (s.len > 0 && s.at[s.len - 1] == '/')
        s.len--;
    return s;
}

static status check_smtp(const struct reading *r, struct send_settings *x)
{
    if (!is_url(x->smtp_url, "smtps://") && !is_url(x->smtp_url, "smtp://"))
        return REFUSE(r, "smtp-url", "must name the mail relay since e-mail goes by smtp:"
                                     " smtps://HOST:465 or smtp://HOST:587");
    if (!is_plain(x->smtp_from) || !memchr(x->smtp_from.at, '@', x->smtp_from.len))
        return REFUSE(r, "smtp-from", "must be the sender's e-mail address, and nothing else");
    return OK;
}

static status check_notify(const struct reading *r, struct send_settings *x)
{
    bool near = r->made_up && is_url(x->notify_url, "http://127.0.0.1:");
    if (!near && !is_url(x->notify_url, "https://"))
        return REFUSE(r, "notify-url", "must be an https:// address");
    if (x->notify_key_file.len == 0)
        return REFUSE(r, "notify-key-file", "must name the file with the API key since messages go"
                                            " by notify");
    const struct {
        enum send_by by;
        struct str id;
        const char *key;
    } templates[] = { { x->email, x->notify_email_template, "notify-email-template" },
                      { x->sms, x->notify_sms_template, "notify-sms-template" },
                      { x->letter, x->notify_letter_template, "notify-letter-template" } };
    for (size_t i = 0; i < COUNT(templates); i++) {
        if (templates[i].by == SEND_BY_NOTIFY && !is_uuid(templates[i].id))
            return REFUSE(r, templates[i].key, "must be the id of a template of your Notify"
                                               " service: 36 letters, digits and dashes");
    }
    return OK;
}

static status check_together(const struct reading *r, struct send_settings *x)
{
    if (!send_settings_any(x))
        return OK;
    bool near = r->made_up && is_url(x->base_address, "http://127.0.0.1:");
    if (!near && !is_url(x->base_address, "https://"))
        return REFUSE(r, "base-address", "must be the https:// address at which people open these"
                                         " pages, since messages carry a link to it");
    if (x->email == SEND_BY_SMTP)
        TRY(check_smtp(r, x));
    if (send_settings_notify(x))
        TRY(check_notify(r, x));
    return OK;
}

static status read_all(const struct reading *r, struct send_settings *x)
{
    TRY(read_by(r, "send-email", true, &x->email));
    TRY(read_by(r, "send-sms", false, &x->sms));
    TRY(read_by(r, "send-letter", false, &x->letter));
    TRY(read_for(r, "send-letter-for", &x->letter_for));
    TRY(read_for(r, "send-email-for", &x->email_for));
    TRY(read_for(r, "send-sms-for", &x->sms_for));
    struct str say = settings_text(r->s, "send-say");
    if (!str_is(say, "reference") && !str_is(say, "title"))
        return REFUSE(r, "send-say", "must be reference or title");
    x->say_title = str_is(say, "title");
    return OK;
}

status send_settings_of(struct task *t, const struct settings *s, bool made_up,
                        struct send_settings *ret)
{
    struct reading r = { t, s, made_up };
    struct send_settings x = {
        .tries = settings_int(s, "send-tries"),
        .base_address = without_slash(settings_text(s, "base-address")),
        .behind_proxy = settings_flag(s, "behind-proxy"),
        .breached_passwords = settings_text(s, "breached-passwords"),
        .invitation_hours = settings_int(s, "invitation-hours"),
        .dormant_days = settings_int(s, "dormant-days"),
        .leaver_days = settings_int(s, "leaver-days"),
        .names_of_lookers = settings_flag(s, "names-of-lookers"),
        .odd_many = settings_int(s, "odd-access-many"),
        .odd_times = settings_int(s, "odd-access-times"),
        .odd_refusals = settings_int(s, "odd-access-refusals"),
        .odd_left_days = settings_int(s, "odd-access-left-days"),
        .smtp_url = without_slash(settings_text(s, "smtp-url")),
        .smtp_from = settings_text(s, "smtp-from"),
        .smtp_login_file = settings_text(s, "smtp-login-file"),
        .smtp_ca_file = settings_text(s, "smtp-ca-file"),
        .notify_url = without_slash(settings_text(s, "notify-url")),
        .notify_key_file = settings_text(s, "notify-key-file"),
        .notify_ca_file = settings_text(s, "notify-ca-file"),
        .notify_email_template = settings_text(s, "notify-email-template"),
        .notify_sms_template = settings_text(s, "notify-sms-template"),
        .notify_letter_template = settings_text(s, "notify-letter-template"),
    };
    TRY(read_all(&r, &x));
    TRY(check_together(&r, &x));
    *ret = x;
    return OK;
}

const struct send_settings *store_send_settings(const struct store *s)
{
    return &s->inside->send;
}
