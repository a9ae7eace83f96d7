/* The second fence: a page's reader takes a role to whom a child's rows are there by key only. */
#include <stdio.h>
#include <stdlib.h>

#include "db/postgres.h"

static const char act_name[] = "second_fence";

enum {
    SETTINGS = 5,
    NUMBER_BYTES = 24
};

static status told(struct task *t, struct postgres *d, PGresult *result)
{
    ExecStatusType is = PQresultStatus(result);
    PQclear(result);
    if (is == PGRES_COMMAND_OK || is == PGRES_TUPLES_OK)
        return OK;
    return fail(t, E_IO, "the database server did not take who is looking: nothing is read%s",
                PQstatus(d->conn) == CONNECTION_BAD ? "; the connection is lost" : "");
}

/* There: this account may take the role, and the tables of this schema have their policies. */
bool postgres_fence_made(struct db *d)
{
    struct postgres *q = postgres_of(d);
    PGresult *result =
        PQexec(q->conn, "SELECT 1 FROM pg_roles r WHERE r.rolname = 'sightline_reader'"
                        " AND pg_has_role(current_user, r.oid, 'MEMBER') AND EXISTS (SELECT FROM"
                        " pg_policies p WHERE p.schemaname = current_schema()"
                        " AND p.policyname = 'second_fence')");
    bool made = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1;
    PQclear(result);
    return made;
}

status postgres_fence(struct task *t, struct db *d, bool *ret_there)
{
    struct postgres *q = postgres_of(d);
    *ret_there = postgres_fence_made(d);
    if (!*ret_there)
        return OK;
    TRY(told(t, q, PQexec(q->conn, "SET ROLE sightline_reader")));
    return told(t, q,
                PQprepare(q->conn, act_name,
                          "SELECT set_config('sightline.all', $1, false),"
                          " set_config('sightline.log', $2, false),"
                          " set_config('sightline.child', $3, false),"
                          " set_config('sightline.now', $4, false),"
                          " set_config('sightline.keys', $5, false)",
                          0, NULL));
}

static struct str keys_text(struct task *t, const struct db_acting *who)
{
    struct text x = text_open(t->arena, 16 + who->keys * NUMBER_BYTES);
    text_addc(&x, '{');
    for (size_t i = 0; i < who->keys; i++)
        text_addf(&x, "%s%lld", i > 0 ? "," : "", (long long)who->key[i]);
    text_addc(&x, '}');
    return text_done(&x);
}

status postgres_act_for(struct task *t, struct db *d, const struct db_acting *who)
{
    struct postgres *q = postgres_of(d);
    char log[NUMBER_BYTES], child[NUMBER_BYTES] = "", now[NUMBER_BYTES];
    snprintf(log, sizeof log, "%lld", (long long)who->log);
    snprintf(now, sizeof now, "%lld", (long long)who->now);
    if (who->child != 0)
        snprintf(child, sizeof child, "%lld", (long long)who->child);
    const char *values[SETTINGS] = { who->all ? "on" : "", log, child, now,
                                     str_nul(t->arena, keys_text(t, who)) };
    return told(t, q, PQexecPrepared(q->conn, act_name, SETTINGS, values, NULL, NULL, 0));
}
