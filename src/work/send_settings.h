/* Which notices leave the program, by which channel, and to whom they are handed for that.
 *
 * Nothing leaves unless it was asked for. A secret is never a setting: its file is. */
#ifndef WORK_SEND_SETTINGS_H
#define WORK_SEND_SETTINGS_H
#include "format/settings.h"

struct store;

enum send_by { SEND_BY_NOBODY, SEND_BY_SMTP, SEND_BY_NOTIFY };
enum send_for { /* bits */
    SEND_FOR_HIGH = 1,
    SEND_FOR_MEDIUM = 2,
    SEND_FOR_LOW = 4,
    SEND_FOR_DUTY = 8,
    SEND_FOR_DUTY_WARNED = 16,
    SEND_FOR_DUTY_OVERDUE = 32,
};

struct send_settings {
    enum send_by email, sms, letter;
    unsigned email_for, sms_for, letter_for; /* enum send_for */
    bool say_title;              /* else the reference alone */
    int64_t tries;               /* then it is a dead letter */
    struct str base_address;     /* of the pages: "https://sightline.northmere.example" */
    bool behind_proxy;           /* on this machine; it says who asks */
    struct str breached_passwords; /* a file; empty: none */
    int64_t invitation_hours, dormant_days, leaver_days; /* of accounts */
    bool names_of_lookers;         /* in the child's list of who looked; else roles alone */
    int64_t odd_many, odd_times, odd_refusals, odd_left_days; /* see access/odd.h */
    struct str smtp_url, smtp_from, smtp_login_file, smtp_ca_file;
    struct str notify_url, notify_key_file, notify_ca_file;
    struct str notify_email_template, notify_sms_template, notify_letter_template;
};

extern const struct setting send_setting_rows[];
extern const size_t send_setting_count;

/* Checks what belongs together; a refusal names file, line and what to do. `made_up`: Notify may
 * be a server on this machine without TLS. */
status send_settings_of(struct task *t, const struct settings *s, bool made_up,
                        struct send_settings *ret);

const char *send_by_words(enum send_by by); /* as the settings say it */
struct str send_for_words(struct arena *a, unsigned what);

const struct send_settings *store_send_settings(const struct store *s);
static inline bool send_settings_notify(const struct send_settings *s)
{
    return s->email == SEND_BY_NOTIFY || s->sms == SEND_BY_NOTIFY || s->letter == SEND_BY_NOTIFY;
}
static inline bool send_settings_any(const struct send_settings *s)
{
    return s->email != SEND_BY_NOBODY || s->sms != SEND_BY_NOBODY || s->letter != SEND_BY_NOBODY;
}

#endif
