/* What the pages of signing in, of one's own account and of other people's accounts show. */
#ifndef WEB_SIGN_IN_PAGE_H
#define WEB_SIGN_IN_PAGE_H
#include "access/account.h"
#include "access/totp.h"
#include "web/sign_in.h"

struct sign_in_page {
    struct onward onward;
    bool expired;            /* their sign-in was over when they sent a form */
    bool names;              /* made-up people: saying who one is suffices */
    struct str find;         /* part of a name that was looked for */
    struct name_list people; /* when there are many, one of each role first */
    size_t first;            /* these stand open, the rest in a disclosure */
    const char *failed;      /* NULL, or why the list could not be read */
};
struct code_page {
    struct onward onward;
    struct str name;
};
struct role_page {
    struct onward onward;
    struct str name;
    struct choices roles;
    const struct str *codes; /* shown once, before going on; NULL: none */
};
struct again_page { /* signed in again; the form waits */
    struct carried carried;
};

struct enrol_page {
    struct str word, name, sign_in; /* word: the invitation's, in the address */
};
struct phone_page {
    struct str to; /* where the code goes */
    struct str uri, key;
    bool mine;          /* of one's own account: asks for the password too */
};
/* Opens a form to an address of ours that was looked up in the table of routes. */
void page_form_to(struct html *h, struct str address);
void page_totp_picture(struct html *h, struct str uri);

status phone_show(struct task *t, struct request *in, struct form *f, const struct phone_page *p,
                  struct response *out);
/* Two fields, "password" and "again-password", checked and hashed; problems are put in the form. */
status password_chosen(struct task *t, struct request *in, struct form *f,
                       const struct str *names, size_t count, struct str *ret_kept);

struct way_row {
    struct credential of;
    const char *kind;
    bool removable;
    unsigned left; /* recovery codes not used */
};
struct my_account_page {
    struct account account;
    bool none; /* no account: a made-up person, or one who signs in elsewhere */
    bool has_password;
    struct way_row *way;
    size_t ways;
    struct session *session;
    size_t sessions;
    const char *done; /* what has just been done */
};
struct account_row {
    struct account of;
    struct str name;
    const char *state;
    bool mine;
};
struct accounts_page {
    struct account_row *row;
    size_t count;
    struct name_list without; /* people of this agency without an account */
    struct str invitation, invited; /* the address to hand over, once; and to whom */
    int64_t hours;
    const char *done;
};

#endif
