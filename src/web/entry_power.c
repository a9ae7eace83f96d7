/* A role, a share or a verdict written down by whoever may add a sighting would open any file to
 * anyone: such entries need what their own pages need. */
#include "web/entry_power.h"

static const struct {
    enum event_kind kind;
    enum permission needs;
} needing[] = {
    { EV_INVOLVEMENT_STARTED, MAY_OVERSEE },
    { EV_INVOLVEMENT_ENDED, MAY_OVERSEE },
    { EV_SHARE_MADE, MAY_SHARE },
    { EV_SHARE_WITHDRAWN, MAY_SHARE },
    { EV_PLACEMENT_PROPOSED, MAY_PLACE },
    { EV_PLACEMENT_STARTED, MAY_DECIDE },
    { EV_PLACEMENT_ENDED, MAY_DECIDE },
    { EV_DIFFERENCE_SETTLED, MAY_DECIDE },
    { EV_PATTERN_MEETING_CALLED, MAY_DECIDE },
    { EV_GLASS_BROKEN, PERMISSIONS },
    { EV_GLASS_REVIEWED, PERMISSIONS },
    { EV_ACCESS_ANSWERED, PERMISSIONS },
    { EV_PHOTO_ADDED, PERMISSIONS },
    { EV_PHOTO_REMOVED, PERMISSIONS },
};

enum permission entry_needs(enum event_kind kind)
{
    for (size_t i = 0; i < COUNT(needing); i++)
        if (needing[i].kind == kind)
            return needing[i].needs;
    return MAY_RECORD;
}

status entry_permitted(struct task *t, const struct request *in, enum event_kind kind)
{
    enum permission needs = entry_needs(kind);
    if (needs == PERMISSIONS)
        return fail(t, E_DENIED,
                    "this is said on its own page of the child\xe2\x80\x99s file, and"
                    " only there: open the file. Nothing was recorded");
    if (role_may(in->session.actor.role, needs))
        return OK;
    return fail(
        t, E_DENIED,
        "this entry decides who sees or answers for the child, and your role, %s, may not"
        " make it: ask the child\xe2\x80\x99s social worker or the team manager. Nothing was"
        " recorded",
        in->session.role_words);
}
