/* The verb `rota`: who answers for each role at an instant, and to whom falls what nobody holds. */
#include "main/command.h"
#include "work/owner.h"

/* Roles held at a home; all others are asked of the authority, its partners and the police. */
static const enum role at_homes[] = { ROLE_NIGHT_WORKER, ROLE_REGISTERED_MANAGER,
                                      ROLE_RESPONSIBLE_INDIVIDUAL };

/* Roles held for one child, which a rota of the whole register has nothing to say of. */
static const enum role for_a_child[] = { ROLE_SOCIAL_WORKER, ROLE_REVIEWING_OFFICER, ROLE_CARER,
                                         ROLE_ADVOCATE, ROLE_RETURN_INTERVIEWER,
                                         ROLE_DESIGNATED_TEACHER };

static bool listed(const enum role *roles, size_t count, unsigned r)
{
    for (size_t i = 0; i < count; i++) {
        if (roles[i] == (enum role)r)
            return true;
    }
    return false;
}

struct answers {
    struct task *t;
    struct text *out;
    struct json_writer *json; /* NULL: text */
    struct instant at;
};

static void put_json(const struct answers *a, const struct owner *o)
{
    json_open_object(a->json, NULL);
    json_put_textz(a->json, "role", code_text(CODES_ROLE, o->asked));
    json_put_int(a->json, "person", o->person);
    json_put_text(a->json, "name", o->name);
    json_put_textz(a->json, "answers_as", code_text(CODES_ROLE, o->role));
    json_put_bool(a->json, "rota", o->rota);
    json_put_instant(a->json, "until", o->rota ? o->until : NEVER);
    json_close_object(a->json);
}

static void put_text(const struct answers *a, const struct owner *o)
{
    text_addf(a->out, "  %s: ", role_words(o->asked));
    if (o->person == 0) {
        text_addz(a->out, "nobody at all is registered\n");
        return;
    }
    if (o->role != o->asked)
        text_addf(a->out, "falls to %.*s, %s, because nobody holds it\n", STR_ARG(o->name),
                  o->role == ROLE_NONE ? "the last resort" : role_words(o->role));
    else if (o->rota)
        text_addf(a->out, "%.*s, on the rota until %.*s\n", STR_ARG(o->name),
                  STR_ARG(instant_words(a->t->arena, o->until)));
    else
        text_addf(a->out, "%.*s\n", STR_ARG(o->name));
}

static status put_role(const struct answers *a, struct reader *r, uint32_t home, enum role role)
{
    struct owner o;
    TRY(look_owner(a->t, r, 0, home, role, a->at, &o));
    if (a->json)
        put_json(a, &o);
    else
        put_text(a, &o);
    return OK;
}

static status put_authority(const struct answers *a, struct reader *r, const struct store *s)
{
    if (a->json)
        json_open_list(a->json, "roles");
    else
        text_addf(a->out, "Who answers at %.*s\n\n%.*s and its partners\n",
                  STR_ARG(instant_words(a->t->arena, a->at)), STR_ARG(s->authority_name));
    for (unsigned role = ROLE_NONE + 1; role < ROLES; role++) {
        if (!listed(at_homes, COUNT(at_homes), role) &&
            !listed(for_a_child, COUNT(for_a_child), role))
            TRY(put_role(a, r, 0, (enum role)role));
    }
    if (a->json)
        json_close_list(a->json);
    return OK;
}

static status put_home(const struct answers *a, struct reader *r, const struct name_row *home)
{
    if (a->json) {
        json_open_object(a->json, NULL);
        json_put_int(a->json, "home", home->number);
        json_put_text(a->json, "name", home->name);
        json_open_list(a->json, "roles");
    } else {
        text_addf(a->out, "\n%.*s\n", STR_ARG(home->name));
    }
    for (size_t i = 0; i < COUNT(at_homes); i++)
        TRY(put_role(a, r, home->number, at_homes[i]));
    if (a->json) {
        json_close_list(a->json);
        json_close_object(a->json);
    }
    return OK;
}

static status put_all(const struct answers *a, struct opened *o)
{
    struct name_list homes;
    TRY(look_homes(a->t, o->reader, &homes));
    TRY(put_authority(a, o->reader, o->store));
    if (a->json)
        json_open_list(a->json, "homes");
    for (size_t i = 0; i < homes.count; i++)
        TRY(put_home(a, o->reader, &homes.at[i]));
    if (a->json)
        json_close_list(a->json);
    else if (homes.cut)
        text_addz(a->out, "\nThere are more homes than this list holds.\n");
    return OK;
}

status run_rota(struct task *t, const struct args *args)
{
    struct instant at = NEVER;
    TRY(args_instant(t, args->at, &at));
    if (at.us == NEVER.us)
        at = task_now(t);
    WITH_OPENED(o);
    TRY(opened_read(t, args, &o));
    struct text *out = out_open(t);
    struct json_writer writer = json_writer_open(out);
    struct answers a = { t, out, args_flag(args->json) ? &writer : NULL, at };
    if (a.json) {
        json_open_object(a.json, NULL);
        json_put_instant(a.json, "at", at);
    }
    TRY(put_all(&a, &o));
    if (a.json) {
        json_close_object(a.json);
        text_addc(out, '\n');
    }
    return out_done(t, out);
}
