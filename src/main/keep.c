/* The verbs that keep things: init, import, record, verify, rebuild, settings. */
#include "base/limits.h"
#include "intake/intake.h"
#include "main/command.h"
#include "main/file.h"
#include "work/send_settings.h"

status run_init(struct task *t, const struct args *a)
{
    struct store_new n = {
        .where = a->register_at,
        .authority_name = a->name.len ? a->name : S("Unnamed authority"),
        .authority_code = a->authority,
        .nation = a->nation,
        .key_file = a->key_file,
    };
    if (!n.where.len)
        return fail(t, E_INVALID, "say where: --register WHERE (a folder, or postgresql://…)");
    TRY(store_init(t, &n));
    struct text *out = out_open(t);
    text_addf(out, "made a register for %.*s\n", STR_ARG(n.authority_name));
    return out_done(t, out);
}

static void receipt_json(struct text *out, const struct receipt *r)
{
    struct json_writer w = json_writer_open(out);
    json_open_object(&w, NULL);
    json_put_int(&w, "children", (int64_t)r->children);
    json_put_int(&w, "rows", (int64_t)r->rows);
    json_put_int(&w, "taken", (int64_t)r->taken);
    json_put_int(&w, "unchanged", (int64_t)r->unchanged);
    json_put_int(&w, "corrected", (int64_t)r->corrected);
    json_put_int(&w, "withdrawn", (int64_t)r->withdrawn);
    json_put_int(&w, "warned", (int64_t)r->warned);
    json_put_int(&w, "refused", (int64_t)r->refused);
    json_put_int(&w, "events", (int64_t)r->events);
    json_put_bool(&w, "nothing_stored", r->nothing_stored);
    json_open_object(&w, "tables");
    for (unsigned i = 0; i < COUNT(r->table_rows); i++)
        json_put_int(&w, return_table_name(i), (int64_t)r->table_rows[i]);
    json_close_object(&w);
    json_open_list(&w, "listed");
    for (size_t i = 0; i < r->listed; i++) {
        const struct receipt_row *row = &r->row[i];
        json_open_object(&w, NULL);
        json_put_text(&w, "file", row->file);
        json_put_int(&w, "line", (int64_t)row->line);
        json_put_textz(&w, "kind", row->kind == ROW_REFUSED ? "refused" : "warned");
        json_put_text(&w, "field", row->field);
        json_put_text(&w, "reason", row->reason);
        json_close_object(&w);
    }
    json_close_list(&w);
    json_close_object(&w);
    text_addc(out, '\n');
}

/* Rows with one and the same trouble are one line: how many, and where the first is. */
struct trouble {
    const struct receipt_row *first;
    size_t rows;
};

static bool same_trouble(const struct receipt_row *a, const struct receipt_row *b)
{
    return a->kind == b->kind && str_equal(a->file, b->file) && str_equal(a->field, b->field) &&
           str_equal(a->reason, b->reason);
}

static size_t troubles_of(const struct receipt *r, struct trouble *ret, size_t room)
{
    size_t count = 0;
    for (size_t i = 0; i < r->listed; i++) {
        size_t at = 0;
        while (at < count && !same_trouble(ret[at].first, &r->row[i]))
            at++;
        if (at == count && count == room)
            continue;
        if (at == count)
            ret[count++] = (struct trouble){ &r->row[i], 0 };
        ret[at].rows++;
    }
    return count;
}

static void receipt_text(struct text *out, const struct receipt *r)
{
    struct trouble trouble[40];
    text_addf(out,
              "%zu rows: %zu taken, %zu unchanged, %zu corrected, %zu withdrawn, %zu refused; "
              "%zu with a warning; %zu children; %zu events\n",
              r->rows, r->taken, r->unchanged, r->corrected, r->withdrawn, r->refused,
              r->warned, r->children, r->events);
    for (unsigned i = 0; i < COUNT(r->table_rows); i++)
        if (r->table_rows[i])
            text_addf(out, "  %-14s %8zu rows\n", return_table_name(i), r->table_rows[i]);
    if (r->nothing_stored)
        text_addz(out, "Nothing was stored: a row was refused and all or nothing was asked for.\n");
    size_t count = troubles_of(r, trouble, COUNT(trouble)), rows = 0;
    for (size_t i = 0; i < count; i++) {
        const struct receipt_row *row = trouble[i].first;
        rows += trouble[i].rows;
        text_addf(out, "  %s: %.*s line %zu", row->kind == ROW_REFUSED ? "refused" : "warning",
                  STR_ARG(row->file), row->line);
        if (trouble[i].rows > 1)
            text_addf(out, " and %zu more", trouble[i].rows - 1);
        text_addf(out, ": %.*s%s%.*s\n", STR_ARG(row->field), row->field.len ? ": " : "",
                  STR_ARG(row->reason));
    }
    if (r->warned + r->refused > rows)
        text_addf(out, "  … and %zu more: --json lists them\n", r->warned + r->refused - rows);
}

static void import_progress(void *self, const char *stage, size_t done, size_t of)
{
    (void)self;
    progress_show(stage, (int64_t)done, (int64_t)of);
}

status run_import(struct task *t, const struct args *a)
{
    int64_t year = 0;
    TRY(args_number(t, a->year, "year", 1990, 2100, &year));
    if (!year)
        return fail(t, E_INVALID, "say the year the return ends in: --year 2018 is 2017/18");
    WITH_OPENED(o);
    TRY(opened_write(t, a, &o));
    struct return_import in = {
        .folder = a->word[0],
        .year = (int)year,
        .authority = a->authority.len ? a->authority : o.store->authority_code,
        .all_or_nothing = args_flag(a->all_or_nothing),
        .dry_run = args_flag(a->dry_run),
        .postcodes = a->postcodes,
        .progress = import_progress,
    };
    struct text *out = out_open(t);
    struct receipt receipt;
    if (a->previous.len) {
        struct return_import before = in;
        before.folder = a->previous;
        before.year--;
        TRY(intake_return(t, o.store, o.writer, o.reader, &before, &receipt));
        if (!args_flag(a->json)) {
            text_addf(out, "Return of the year ending in %d: ", before.year);
            receipt_text(out, &receipt);
            text_addf(out, "Return of the year ending in %d: ", in.year);
        }
    }
    TRY(intake_return(t, o.store, o.writer, o.reader, &in, &receipt));
    if (args_flag(a->json))
        receipt_json(out, &receipt);
    else
        receipt_text(out, &receipt);
    TRY(out_done(t, out));
    if (receipt.nothing_stored)
        return fail(t, E_INVALID, "nothing was stored");
    return OK;
}

status run_record(struct task *t, const struct args *a)
{
    struct json_intake in = { .all_or_nothing = args_flag(a->all_or_nothing),
                              .progress = import_progress };
    TRY(file_read(t, a->word[0], JSON_BYTES_MAX, &in.bytes));
    WITH_OPENED(o);
    TRY(opened_write(t, a, &o));
    struct receipt receipt;
    struct recorded *done = NULL;
    size_t count = 0;
    TRY(intake_json(t, o.store, o.writer, o.reader, &in, &receipt, &done, &count));
    struct text *out = out_open(t);
    if (args_flag(a->json)) {
        receipt_json(out, &receipt);
    } else {
        for (size_t i = 0; i < count; i++)
            text_addf(out, "%s entry %lld: subject no:%u, its entry %u\n",
                      done[i].repeated ? "already" : "kept", (long long)done[i].seq,
                      done[i].subject, done[i].n);
        if (receipt.refused || receipt.warned)
            receipt_text(out, &receipt);
    }
    TRY(out_done(t, out));
    if (receipt.refused)
        return fail(t, E_INVALID, "%zu of %zu events were refused", receipt.refused, receipt.rows);
    return OK;
}

static void verify_progress(void *self, int64_t done, int64_t of)
{
    (void)self;
    progress_show("verifying", done, of);
}

status run_verify(struct task *t, const struct args *a)
{
    WITH_OPENED(o);
    TRY(opened_to_verify(t, a, &o));
    struct verify_report r = { .first_wrong = -1 };
    status verified = journal_verify(t, o.store->journal, &r, verify_progress, NULL);
    progress_end();
    if (verified != OK && verified != E_CORRUPT)
        return verified;
    struct text *out = out_open(t);
    if (args_flag(a->json)) {
        struct json_writer w = json_writer_open(out);
        json_open_object(&w, NULL);
        json_put_bool(&w, "sound", verified == OK);
        json_put_int(&w, "entries", r.entries);
        json_put_int(&w, "parts", r.parts);
        json_put_int(&w, "erased", r.erased);
        json_put_int(&w, "heads", r.heads);
        json_put_int(&w, "signed_to", r.signed_to);
        json_put_int(&w, "first_wrong", r.first_wrong);
        json_put_text(&w, "what", r.what);
        json_close_object(&w);
        text_addc(out, '\n');
    } else if (verified == OK) {
        text_addf(out, "sound: %lld entries, %lld parts (%lld erased), %lld signed heads\n",
                  (long long)r.entries, (long long)r.parts, (long long)r.erased,
                  (long long)r.heads);
        if (r.signed_to < r.entries)
            text_addf(out, "the last %lld entries are not signed yet\n",
                      (long long)(r.entries - r.signed_to));
    } else {
        text_addf(out, "NOT SOUND: %.*s\n", STR_ARG(r.what));
    }
    TRY(out_done(t, out));
    return verified;
}

static void rebuild_progress(void *self, int64_t done, int64_t of)
{
    (void)self;
    progress_show("folding", done, of);
}

status run_rebuild(struct task *t, const struct args *a)
{
    WITH_OPENED(o);
    TRY(opened_write(t, a, &o));
    bool check = args_flag(a->check);
    TRY(store_rebuild(t, o.store, check, rebuild_progress, NULL));
    progress_end();
    struct text *out = out_open(t);
    if (args_flag(a->json))
        text_addf(out, "{\"checked\":%s,\"same\":true}\n", check ? "true" : "false");
    else
        text_addf(out, "%s %lld entries\n",
                  check ? "the derived tables are what the journal adds up to:" : "folded",
                  (long long)journal_size(o.store->journal));
    return out_done(t, out);
}

static void settings_sending(struct task *t, struct text *out, const char *what, enum send_by by,
                             unsigned of)
{
    if (by == SEND_BY_NOBODY)
        text_addf(out, "%-10s none leave\n", what);
    else
        text_addf(out, "%-10s by %s: %.*s\n", what, send_by_words(by),
                  STR_ARG(send_for_words(t->arena, of)));
}

status run_settings(struct task *t, const struct args *a)
{
    WITH_OPENED(o);
    TRY(opened_read(t, a, &o));
    const struct store *s = o.store;
    const struct send_settings *sends = store_send_settings(s);
    struct text *out = out_open(t);
    if (args_flag(a->json)) {
        struct json_writer w = json_writer_open(out);
        json_open_object(&w, NULL);
        json_put_text(&w, "authority_code", s->authority_code);
        json_put_text(&w, "authority_name", s->authority_name);
        json_put_textz(&w, "engine", db_engine_name(s->kept));
        json_put_int(&w, "log", s->log);
        json_put_text(&w, "nation", s->nation);
        json_put_text(&w, "origin", s->origin);
        json_put_textz(&w, "send_email", send_by_words(sends->email));
        json_put_text(&w, "send_email_for", send_for_words(t->arena, sends->email_for));
        json_put_textz(&w, "send_letter", send_by_words(sends->letter));
        json_put_text(&w, "send_letter_for", send_for_words(t->arena, sends->letter_for));
        json_put_textz(&w, "send_sms", send_by_words(sends->sms));
        json_put_text(&w, "send_sms_for", send_for_words(t->arena, sends->sms_for));
        json_put_textz(&w, "warning", s->warning);
        json_close_object(&w);
        text_addc(out, '\n');
    } else {
        text_addf(out,
                  "authority  %.*s (%.*s)\nnation     %.*s\norigin     %.*s\nlog        %lld\n"
                  "engine     %s\n",
                  STR_ARG(s->authority_name), STR_ARG(s->authority_code), STR_ARG(s->nation),
                  STR_ARG(s->origin), (long long)s->log, db_engine_name(s->kept));
        settings_sending(t, out, "e-mail", sends->email, sends->email_for);
        settings_sending(t, out, "texts", sends->sms, sends->sms_for);
        settings_sending(t, out, "letters", sends->letter, sends->letter_for);
        if (s->warning)
            text_addf(out, "warning    %s\n", s->warning);
    }
    return out_done(t, out);
}
