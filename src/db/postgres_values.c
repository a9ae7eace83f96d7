/* Values as PostgreSQL sends them: big-endian integers, its decimals, bytes as they are. */
#include <endian.h>
#include <string.h>

#include "db/postgres.h"

enum {
    VALUE_BYTES_MAX = 1000000000
}; /* as SQLite's own limit */

/* The server's numbers for the types that cross this door (pg_type.dat; they never change). */
enum {
    OID_BOOL = 16,
    OID_BYTEA = 17,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_TEXT = 25,
    OID_VARCHAR = 1043,
    OID_NUMERIC = 1700
};

bool postgres_takes_type(Oid type, bool as_result)
{
    switch (type) {
    case OID_BOOL:
    case OID_BYTEA:
    case OID_INT2:
    case OID_INT4:
    case OID_INT8:
    case OID_TEXT:
    case OID_VARCHAR: return true;
    case OID_NUMERIC: return as_result; /* what sum() gives */
    default: return false;
    }
}

/* The length of the integer as its parameter's type writes it; -1 when it does not fit. */
static int put_integer(struct one_param *to, int64_t v)
{
    switch (to->type) {
    case OID_INT8: {
        uint64_t wide = htobe64((uint64_t)v);
        memcpy(&to->number, &wide, sizeof wide);
        return 8;
    }
    case OID_INT4: {
        uint32_t half = htobe32((uint32_t)v);
        memcpy(&to->number, &half, sizeof half);
        return v >= INT32_MIN && v <= INT32_MAX ? 4 : -1;
    }
    case OID_INT2: {
        uint16_t small = htobe16((uint16_t)v);
        memcpy(&to->number, &small, sizeof small);
        return v >= INT16_MIN && v <= INT16_MAX ? 2 : -1;
    }
    case OID_BOOL: {
        uint8_t one = (uint8_t)v;
        memcpy(&to->number, &one, sizeof one);
        return v == 0 || v == 1 ? 1 : -1;
    }
    default: return -1;
    }
}

static bool takes(Oid type, enum value_kind kind)
{
    if (kind == VALUE_BYTES)
        return type == OID_BYTEA;
    return type == OID_TEXT || type == OID_VARCHAR;
}

status postgres_bind(struct task *t, struct postgres_prepared *p, const struct value *in)
{
    const struct statement *s = p->base.statement;
    for (size_t i = 0; i < s->params; i++) {
        const struct value *v = &in[i];
        if (v->kind == VALUE_NIL) {
            p->at[i] = NULL;
            continue;
        }
        if (v->kind != VALUE_I64 && v->s.len > VALUE_BYTES_MAX)
            return fail(t, E_LIMIT, "%s: value %zu is larger than a database takes", s->name,
                        i + 1);
        bool number = v->kind == VALUE_I64;
        p->lengths[i] = number ? put_integer(&p->params[i], v->i) : (int)v->s.len;
        p->at[i] = number ? (const char *)&p->params[i].number : v->s.at ? v->s.at : "";
        if (p->lengths[i] < 0 || (!number && !takes(p->params[i].type, v->kind)))
            return fail(t, E_INVALID, "%s: value %zu is not of the kind that its place takes",
                        s->name, i + 1);
    }
    return OK;
}

static const char *value_at(const struct cursor *c)
{
    return PQgetvalue(c->rows, (int)c->row, (int)c->column);
}

static uint16_t be16_at(const char *at)
{
    uint16_t v;
    memcpy(&v, at, sizeof v);
    return be16toh(v);
}

/* The server's decimal: count of digits to the base 10,000, weight of the first, sign, scale. */
static bool numeric_to_i64(const char *at, int64_t *ret)
{
    int count = (int16_t)be16_at(at), weight = (int16_t)be16_at(at + 2);
    uint16_t sign = be16_at(at + 4);
    if (weight > 4 || count > weight + 1 || (sign != 0 && sign != 0x4000))
        return false;
    int64_t sum = 0;
    for (int i = 0; i <= weight; i++) {
        int64_t digit = i < count ? be16_at(at + 8 + 2 * i) : 0;
        digit = sign ? -digit : digit;
        if (__builtin_mul_overflow(sum, 10000, &sum) || __builtin_add_overflow(sum, digit, &sum))
            return false;
    }
    *ret = sum;
    return true;
}

bool postgres_kind(const struct cursor *c, enum value_kind *ret_kind)
{
    int64_t ignored;
    if (PQgetisnull(c->rows, (int)c->row, (int)c->column)) {
        *ret_kind = VALUE_NIL;
        return true;
    }
    switch (PQftype(c->rows, (int)c->column)) {
    case OID_BYTEA: *ret_kind = VALUE_BYTES; return true;
    case OID_TEXT:
    case OID_VARCHAR: *ret_kind = VALUE_TEXT; return true;
    case OID_NUMERIC: *ret_kind = VALUE_I64; return numeric_to_i64(value_at(c), &ignored);
    default: *ret_kind = VALUE_I64; return true;
    }
}

int64_t postgres_i64(const struct cursor *c)
{
    const char *at = value_at(c);
    int64_t v = 0;
    uint32_t half;
    switch (PQftype(c->rows, (int)c->column)) {
    case OID_INT8: memcpy(&v, at, sizeof v); return (int64_t)be64toh((uint64_t)v);
    case OID_INT4: memcpy(&half, at, sizeof half); return (int32_t)be32toh(half);
    case OID_INT2: return (int16_t)be16_at(at);
    case OID_BOOL: return at[0] != 0;
    default: MUST(numeric_to_i64(at, &v)); return v; /* postgres_kind has seen that it fits */
    }
}

struct str postgres_bytes(const struct cursor *c)
{
    return (struct str){ value_at(c), (size_t)PQgetlength(c->rows, (int)c->row, (int)c->column) };
}
