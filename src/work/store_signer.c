/* Who signs a register's heads: this process, or one of its own whose public key is known here. */
#include "base/hash.h"
#include "db/migrate.h"
#include "work/store_open.h"

extern const struct embedded embedded_schemas[];

/* A register whose signer is elsewhere knows that signer's public key, and signs nothing itself. */
status store_signer_open(struct task *t, struct store *s, unsigned how)
{
    uint8_t seed[32];
    struct str key = S("");
    TRY(store_part_open(t, s, PART_SIGNING, how, &s->signing));
    TRY(db_migrate(t, s->signing, embedded_schemas, S("heads-")));
    status elsewhere = s->kept ? setting_get(t, s->kept, s->log, S("signer-key"), &key) : E_MISSING;
    if (elsewhere != E_MISSING) {
        TRY(elsewhere);
        return signer_open_away(t, s->signing, s->origin, key, &s->signer);
    }
    secret_derive(&s->inside->secrets, SECRET_SIGNER, seed);
    status opened = signer_open(t, s->signing, s->origin, seed, &s->signer);
    wipe(seed, sizeof seed);
    return opened;
}

status store_signer_far(struct task *t, struct store *s, const struct signer_place *place)
{
    struct str key;
    status known = setting_get(t, s->kept, s->log, S("signer-key"), &key);
    if (known != OK && known != E_MISSING)
        return known;
    if (known == OK && place->same) /* somebody else signs this register: only that one may */
        return OK;
    struct signer *far;
    TRY(signer_open_far(t, s->signing, s->origin, place, &far));
    signer_close(s->signer);
    s->signer = far;
    secret_forget(&s->inside->secrets, SECRET_SIGNER);
    if (place->same)
        return OK;
    struct str own = signer_key_text(t->arena, far);
    if (known == OK && !str_equal(own, key))
        return fail(t, E_CORRUPT,
                    "another signer answers than the one that signed before: stop,"
                    " and look who started it");
    return setting_put(t, s->kept, s->log, S("signer-key"), own);
}
