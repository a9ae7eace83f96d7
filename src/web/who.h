/* The register's people: what they are to whom, where they work, and their numbers. */
#ifndef WEB_WHO_H
#define WEB_WHO_H
#include "work/look.h"

status who_prepare(struct task *t, struct reader *r); /* once for each reader */

/* Children for whom this person holds a role, and those who live in a home where they do. */
status children_of(struct task *t, struct reader *r, uint32_t person, struct name_list *ret);
/* Does this person hold a role there now, for good or on the rota? */
status works_at(struct task *t, struct reader *r, uint32_t person, uint32_t subject, bool *ret);
/* The role a person acts in, from what they hold now; ROLE_NONE when nothing. */
status role_of_person(struct task *t, struct reader *r, uint32_t person, enum role *ret);
/* The role whose words stand in a title; ROLE_NONE when none does. */
enum role role_in_words(struct str words);

struct person_details {
    struct str name, title, telephone, email, agency_name, agency_telephone;
    uint32_t agency;
    uint8_t agency_kind;
};
status person_details(struct task *t, struct reader *r, uint32_t person,
                      struct person_details *ret);
struct str home_telephone(struct task *t, struct reader *r, uint32_t home);

#endif
