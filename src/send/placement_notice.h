/* What one authority tells another of a child placed in its area: to JSON, from JSON, to events.
 *
 * England: regulation 13 of the Care Planning, Placement and Case Review (England) Regulations 2010
 * (who must be told, with the assessment of needs and the care plan); name, date of birth, legal
 * basis and contacts are what a host authority needs to know who the child is and whom to ring. */
#ifndef SEND_PLACEMENT_NOTICE_H
#define SEND_PLACEMENT_NOTICE_H
#include "format/json_read.h"
#include "format/json_write.h"
#include "journal/event.h"

extern const char placement_notice_type[]; /* of the CloudEvent */

enum { NOTICE_LETTER_MAX = 16 << 10 }; /* the needs, the care plan: text, each */
enum notice_what { NOTICE_STARTS = 1, NOTICE_ENDS = 2, NOTICE_PLANNED = 3 };

struct placement_notice {
    struct str case_id;  /* the child, by a number that only these two registers know */
    int64_t placement;
    struct str what;     /* "starts", "ends", "planned" */
    struct instant when; /* it starts or ended; planned: NEVER when it is not known */
    bool made_up, emergency;
    struct str type, provider, area; /* codes */
    struct str home, urn, postcode, area_code;
    struct str given, family, known_as, sex;
    struct date born; /* INT32_MIN: not known */
    struct str legal_status;
    struct instant care_from; /* NEVER: not known */
    struct str authority, authority_code;
    struct str worker, worker_telephone, worker_email;
    struct str officer, officer_telephone, officer_email; /* reviewing officer */
    struct str needs, care_plan;
};
enum notice_what notice_what(const struct placement_notice *n); /* 0: none of them */

void placement_notice_write(struct json_writer *w, const char *key,
                            const struct placement_notice *n);
/* Refuses by the field's name; codes must be of their lists. */
status placement_notice_read(struct task *t, const struct json_value *data,
                             struct placement_notice *ret);

/* The events that a notice makes in the register of the area. `fresh`: the child is not known yet;
 * `told`: this start or end has been recorded already. At most NOTICE_EVENTS_MAX. */
enum { NOTICE_EVENTS_MAX = 5 };
struct notice_effect {
    uint32_t child, agency;
    uint32_t home; /* known here by the notice's registration number; 0: not */
    bool fresh, told;
    struct str partner, message; /* the partner's origin, the message's id */
    struct instant now;
};
size_t placement_notice_events(struct task *t, const struct placement_notice *n,
                               const struct notice_effect *x,
                               struct event ret[NOTICE_EVENTS_MAX]);

#endif
