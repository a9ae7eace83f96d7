/* SMTP by libcurl: TLS required, the certificate checked, everything bounded in time. */
#include "send/smtp.h"

#include <curl/curl.h>
#include <string.h>

#include "send/http.h"
#include "send/message.h"
#include "work/store_files.h"

enum { LOGIN_BYTES_MAX = 1000, CONNECT_MS = 10000 };

status smtp_login_read(struct task *t, struct str path, struct smtp_relay *relay)
{
    struct str text, user, password = S("");
    if (path.len == 0)
        return OK;
    TRY(secret_file_read(t, path, LOGIN_BYTES_MAX, &text));
    if (!str_cut(text, '\n', &user, &password) || str_trim(user).len == 0 ||
        str_trim(password).len == 0 || memchr(text.at, 0, text.len))
        return fail(t, E_INVALID, "%.*s must hold two lines: the relay's user name, then the"
                                  " password", STR_ARG(path));
    relay->user = str_trim(user);
    relay->password = str_trim(password);
    return OK;
}

struct uploading {
    struct str left;
};

static size_t give_bytes(char *to, size_t size, size_t count, void *self)
{
    struct uploading *x = self;
    size_t n = size * count < x->left.len ? size * count : x->left.len;
    memcpy(to, x->left.at, n);
    x->left.at += n;
    x->left.len -= n;
    return n;
}

static size_t drop_bytes(char *at, size_t size, size_t count, void *self)
{
    (void)at;
    (void)self;
    return size * count;
}

static void set_bounds(CURL *c, const struct smtp_relay *r)
{
    long patience = r->patience_ms > 0 ? r->patience_ms : HTTP_PATIENCE_MS;
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(c, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
    curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(c, CURLOPT_PROXY, "");
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, patience);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, patience < CONNECT_MS ? patience : CONNECT_MS);
}

struct ended {
    CURLcode code;
    long said; /* the relay's last three digits; 0: it said nothing */
};

/* The greeting names the sender's domain, not this machine. */
static struct ended perform(struct task *t, CURL *c, const struct smtp_relay *r,
                            const struct message *m)
{
    struct str name, domain = S("localhost");
    str_cut(r->from, '@', &name, &domain);
    struct uploading x = { message_letter(t, m, r->from) };
    struct curl_slist *to = curl_slist_append(NULL, str_nul(t->arena, m->to));
    MUST(to);
    set_bounds(c, r);
    curl_easy_setopt(c, CURLOPT_URL, str_nul(t->arena, str_print(t->arena, "%.*s/%.*s",
                                                                 STR_ARG(r->url),
                                                                 STR_ARG(domain))));
    if (r->ca_file.len > 0)
        curl_easy_setopt(c, CURLOPT_CAINFO, str_nul(t->arena, r->ca_file));
    if (r->user.len > 0) {
        curl_easy_setopt(c, CURLOPT_USERNAME, str_nul(t->arena, r->user));
        curl_easy_setopt(c, CURLOPT_PASSWORD, str_nul(t->arena, r->password));
    }
    curl_easy_setopt(c, CURLOPT_MAIL_FROM, str_nul(t->arena, r->from));
    curl_easy_setopt(c, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(c, CURLOPT_READFUNCTION, give_bytes);
    curl_easy_setopt(c, CURLOPT_READDATA, &x);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, drop_bytes);
    struct ended e = { .code = curl_easy_perform(c) };
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &e.said);
    curl_slist_free_all(to);
    return e;
}

static struct carried with(enum carried_how how, struct str why)
{
    return (struct carried){ .how = how, .why = why };
}

static struct carried out_of_reach(struct str why)
{
    return (struct carried){ .how = CARRIED_LATER, .out_of_reach = true, .why = why };
}

/* The relay's own words are not repeated: they may quote the address. */
static struct carried what_it_means(struct task *t, struct ended e)
{
    if (e.code == CURLE_OK)
        return with(CARRIED_ACCEPTED, S(""));
    switch ((int)e.code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
        return out_of_reach(S("the mail relay's certificate is not one that we trust"));
    case CURLE_USE_SSL_FAILED:
        return out_of_reach(S("the mail relay offers no TLS, and nothing goes without"));
    case CURLE_LOGIN_DENIED:
        return out_of_reach(S("the mail relay refuses our user name and password"));
    case CURLE_OPERATION_TIMEDOUT:
        return out_of_reach(S("the mail relay did not answer in time"));
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
        return out_of_reach(S("the mail relay cannot be reached"));
    default: break;
    }
    if (e.said >= 500 && e.said < 600 && e.said != 530 && e.said != 535 && e.said != 538)
        return with(CARRIED_REFUSED, str_print(t->arena, "the mail relay refuses this message or"
                                                         " its address (%ld)", e.said));
    if (e.said >= 400)
        return with(CARRIED_LATER, str_print(t->arena, "the mail relay cannot take it now (%ld)",
                                             e.said));
    return with(CARRIED_LATER, S("the connection to the mail relay broke"));
}

struct carried smtp_send(struct task *t, const struct smtp_relay *relay, const struct message *m)
{
    http_start();
    if (!is_email_address(m->to))
        return with(CARRIED_REFUSED, S("what is registered is not an e-mail address: correct it"));
    CURL *c = curl_easy_init();
    if (!c)
        return with(CARRIED_LATER, S("there was no memory to call the mail relay with"));
    struct ended e = perform(t, c, relay, m);
    curl_easy_cleanup(c);
    return what_it_means(t, e);
}
