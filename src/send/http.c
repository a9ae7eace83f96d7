/* One HTTP request by libcurl: no redirects, no other protocols, no proxies, bounded answers. */
#include "send/http.h"

#include <curl/curl.h>
#include <pthread.h>
#include <string.h>

static pthread_once_t started = PTHREAD_ONCE_INIT;

static void start(void)
{
    MUST(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
}

void http_start(void)
{
    MUST(pthread_once(&started, start) == 0);
}

bool http_may_go_to(struct str url)
{
    static const char *const here[] = { "http://127.0.0.1", "http://localhost", "http://[::1]" };
    for (size_t i = 0; i < url.len; i++) {
        if ((unsigned char)url.at[i] <= ' ' || url.at[i] == '@' || url.at[i] == 0x7f)
            return false; /* neither a second line nor a name and password in an address */
    }
    if (str_starts(url, S("https://")))
        return url.len > 8 && url.len <= 2000;
    for (size_t i = 0; i < COUNT(here); i++) {
        size_t len = strlen(here[i]);
        if (str_starts(url, str_from(here[i])))
            return url.len <= 2000 && (url.len == len || url.at[len] == ':' || url.at[len] == '/');
    }
    return false;
}

struct answering {
    struct task *t;
    struct text body;
    struct http_answer *answer;
    size_t header_bytes;
    bool too_large;
};

static size_t take_body(char *at, size_t size, size_t count, void *self)
{
    struct answering *x = self;
    text_add(&x->body, (struct str){ at, size * count });
    x->too_large |= x->body.full;
    return x->too_large ? 0 : size * count;
}

static struct str small_letters(struct arena *a, struct str s)
{
    char *at = str_nul(a, s);
    for (size_t i = 0; i < s.len; i++)
        at[i] = (char)(at[i] >= 'A' && at[i] <= 'Z' ? at[i] - 'A' + 'a' : at[i]);
    return (struct str){ at, s.len };
}

static size_t take_header(char *at, size_t size, size_t count, void *self)
{
    struct answering *x = self;
    struct http_answer *a = x->answer;
    struct str line = { at, size * count }, name, value;
    x->header_bytes += line.len;
    if (str_starts(line, S("HTTP/"))) {
        a->headers = 0; /* an interim answer went before */
    } else if (str_cut(line, ':', &name, &value)) {
        x->too_large |= a->headers == HTTP_HEADERS_MAX;
        if (!x->too_large)
            a->header[a->headers++] = (struct http_header){
                small_letters(x->t->arena, str_trim(name)),
                str_copy(x->t->arena, str_trim(value)),
            };
    }
    x->too_large |= x->header_bytes > HTTP_HEADER_BYTES_MAX;
    return x->too_large ? 0 : line.len;
}

/* A name that is called twice with other values joins them, as RFC 9110 says. */
struct str http_answer_header(struct task *t, const struct http_answer *a, const char *name)
{
    struct text x = text_open(t->arena, HTTP_HEADER_BYTES_MAX);
    for (size_t i = 0; i < a->headers; i++) {
        if (!str_is(a->header[i].name, name))
            continue;
        if (x.len)
            text_addz(&x, ", ");
        text_add(&x, a->header[i].value);
    }
    return text_done(&x);
}

static status why(struct task *t, CURLcode code, const struct answering *x)
{
    if (x->too_large)
        return fail(t, E_LIMIT, "the other side's answer is too large to be an answer");
    switch ((int)code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
        return fail(t, E_DENIED,
                    "the other side's certificate is not one that we trust (%s): ask"
                    " them, and name their certificate authority in the settings",
                    curl_easy_strerror(code));
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
        return fail(t, E_INVALID, "the address is none that can be called: look at the settings");
    default:
        return fail(t, E_BUSY, "the other side cannot be reached now (%s): it is tried again",
                    curl_easy_strerror(code));
    }
}

static struct curl_slist *header_lines(struct task *t, const struct http_request *r)
{
    struct curl_slist *lines = curl_slist_append(NULL, "Expect:");
    for (size_t i = 0; lines && i < r->headers; i++) {
        struct str line = str_print(t->arena, "%.*s: %.*s", STR_ARG(r->header[i].name),
                                    STR_ARG(r->header[i].value));
        MUST(!memchr(line.at, '\n', line.len) && !memchr(line.at, '\r', line.len));
        struct curl_slist *more = curl_slist_append(lines, str_nul(t->arena, line));
        if (!more)
            curl_slist_free_all(lines);
        lines = more;
    }
    MUST(lines);
    return lines;
}

static void set_bounds(CURL *c, const struct http_request *r)
{
    long patience = r->patience_ms > 0 ? r->patience_ms : HTTP_PATIENCE_MS;
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(c, CURLOPT_PROXY, "");
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, patience);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, patience < 5000 ? patience : 5000L);
    curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(c, CURLOPT_USERAGENT, "sightline");
}

static CURLcode perform(struct task *t, CURL *c, const struct http_request *r, struct answering *x)
{
    set_bounds(c, r);
    curl_easy_setopt(c, CURLOPT_URL, str_nul(t->arena, r->url));
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, x);
    curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(c, CURLOPT_HEADERDATA, x);
    if (r->ca_file.len)
        curl_easy_setopt(c, CURLOPT_CAINFO, str_nul(t->arena, r->ca_file));
    if (r->body.at) {
        curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body.len);
        curl_easy_setopt(c, CURLOPT_POSTFIELDS, r->body.at);
    }
    struct curl_slist *lines = header_lines(t, r);
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, lines);
    CURLcode done = curl_easy_perform(c);
    curl_slist_free_all(lines);
    return done;
}

status http_send(struct task *t, const struct http_request *r, struct http_answer *ret)
{
    http_start();
    if (!http_may_go_to(r->url))
        return fail(t, E_INVALID,
                    "what leaves this machine goes by https:// only: look at the"
                    " address in the settings");
    struct http_answer *answer = NEW(t->arena, struct http_answer);
    struct answering x = { t, text_open(t->arena, HTTP_ANSWER_BYTES_MAX), answer, 0, false };
    CURL *c = curl_easy_init();
    if (!c)
        return fail(t, E_BUSY, "no memory to call the other side with: it is tried again");
    CURLcode done = perform(t, c, r, &x);
    long code = 0;
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &code);
    curl_easy_cleanup(c);
    if (done != CURLE_OK)
        return why(t, done, &x);
    answer->status = (int)code;
    answer->body = text_done(&x.body);
    *ret = *answer;
    return OK;
}
