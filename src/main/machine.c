/* The verb `machine`: programs of agencies that may speak to the API. */
#include "access/machine.h"

#include "main/command.h"
#include "main/file.h"

static status add(struct task *t, const struct args *a)
{
    enum {
        KEY_BYTES_MAX = 4096
    };
    struct machine m = { .name = a->name, .role = code_number(CODES_ROLE, a->role) };
    struct str text;
    int64_t agency = 0;
    uint32_t person;
    if (!a->agency.len || !a->name.len || !a->key.len || !a->role.len)
        return fail(t, E_INVALID, "say --agency NO --name NAME --role ROLE --key FILE");
    if (m.role == 0)
        return fail(t, E_INVALID,
                    "there is no such role: one like social-worker or"
                    " police-missing-coordinator");
    TRY(args_number(t, a->agency, "agency", 1, UINT32_MAX, &agency));
    TRY(file_read(t, a->key, KEY_BYTES_MAX, &text));
    TRY(machine_key_read(t, text, m.key));
    m.agency = (uint32_t)agency;
    WITH_OPENED(o);
    TRY(opened_write(t, a, &o));
    TRY(machine_add(t, o.writer, &m, &person));
    struct text *out = out_open(t);
    text_addf(out, "no:%u is %.*s: its signatures say keyid=\"%.*s\"\n", person, STR_ARG(m.name),
              STR_ARG(m.name));
    return out_done(t, out);
}

static void put_json(struct text *out, const struct machine_list *list)
{
    struct json_writer w = json_writer_open(out);
    json_open_object(&w, NULL);
    json_open_list(&w, "machines");
    for (size_t i = 0; i < list->count; i++) {
        const struct machine *m = &list->at[i];
        json_open_object(&w, NULL);
        json_put_text(&w, "name", m->name);
        json_put_int(&w, "person", m->person);
        json_put_int(&w, "agency", m->agency);
        json_put_textz(&w, "role", code_text(CODES_ROLE, m->role));
        json_put_instant(&w, "made", m->made);
        json_close_object(&w);
    }
    json_close_list(&w);
    json_close_object(&w);
    text_addc(out, '\n');
}

static status list(struct task *t, const struct args *a)
{
    struct machine_list list;
    WITH_OPENED(o);
    TRY(opened_read(t, a, &o));
    TRY(machine_list(t, o.reader, &list));
    struct text *out = out_open(t);
    if (args_flag(a->json)) {
        put_json(out, &list);
        return out_done(t, out);
    }
    if (list.count == 0)
        text_addz(out, "no machines\n");
    for (size_t i = 0; i < list.count; i++) {
        const struct machine *m = &list.at[i];
        text_addf(out, "%-24.*s no:%-6u of agency no:%u as %s\n", STR_ARG(m->name), m->person,
                  m->agency, code_meaning(CODES_ROLE, m->role));
    }
    return out_done(t, out);
}

static status end(struct task *t, const struct args *a)
{
    if (!a->name.len || !a->reason.len)
        return fail(t, E_INVALID, "say --name NAME --reason TEXT");
    WITH_OPENED(o);
    TRY(opened_write(t, a, &o));
    TRY(machine_end(t, o.writer, o.reader, a->name, a->reason));
    struct text *out = out_open(t);
    text_addf(out, "%.*s has ended\n", STR_ARG(a->name));
    return out_done(t, out);
}

status run_machine(struct task *t, const struct args *a)
{
    if (str_is(a->word[0], "add"))
        return add(t, a);
    if (str_is(a->word[0], "list"))
        return list(t, a);
    if (str_is(a->word[0], "end"))
        return end(t, a);
    return fail(t, E_INVALID, "say machine add, machine list or machine end");
}
