/* The local parameters of a rulebook in words. */
#include "rulebook/parameters.h"

#include "rulebook/reading.h"

size_t rulebook_parameters(struct arena *a, const struct rulebook *b, struct parameter_words **ret)
{
    *ret = NEWS(a, struct parameter_words, b->parameters + 1U);
    for (uint16_t i = 0; i < b->parameters; i++) {
        const struct parameter *p = &b->parameter[i];
        struct str value =
            p->is_period ? period_words(a, p->period) : str_print(a, "%d", p->number);
        struct str shipped =
            p->local && p->has_shipped && p->is_period ? period_words(a, p->shipped) : S("");
        (*ret)[i] =
            (struct parameter_words){ p->name, value, p->local ? p->set_by : S(""), shipped };
    }
    return b->parameters;
}

int32_t rulebook_number(const struct rulebook *b, struct str name, int32_t otherwise)
{
    const struct parameter *p = parameter_named(b, name);
    return p && !p->is_period ? p->number : otherwise;
}

int32_t rulebook_hours(const struct rulebook *b, struct str name, int32_t otherwise)
{
    const struct parameter *p = parameter_named(b, name);
    if (!p || !p->is_period)
        return otherwise;
    return p->period.unit == UNIT_HOURS  ? p->period.amount
           : p->period.unit == UNIT_DAYS ? 24 * p->period.amount
                                         : otherwise;
}
