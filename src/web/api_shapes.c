/* The shapes of the JSON API's answers, and its addresses. */
#include "web/api.h"

#define FIELDS(rows) .field = rows, .fields = COUNT(rows)

static const struct json_field told_fields[] = {
    SHAPE_AT(api_told, person, SHAPE_NUMBER, "who was told"),
    SHAPE_AT(api_told, who, SHAPE_TEXT, "name and role"),
    SHAPE_CODED(api_told, role, ROLE, "the role it fell to"),
    SHAPE_AT(api_told, because, SHAPE_TEXT, "the duty or alarm"),
    SHAPE_AT(api_told, told, SHAPE_INSTANT, "when the notice was written"),
    SHAPE_OR_NULL(api_told, seen, SHAPE_INSTANT, "null: not seen yet, or it cannot be known"),
    SHAPE_OR_NULL(api_told, answered, SHAPE_INSTANT, "null: nobody said that they have it"),
    SHAPE_AT(api_told, delivered, SHAPE_FLAG, "false: not, or not yet"),
};
static const struct json_shape told_shape = { "told", "One person told.", FIELDS(told_fields),
                                              sizeof(struct api_told) };

static const struct json_field missing_fields[] = {
    SHAPE_AT(api_missing, child, SHAPE_NUMBER, "the child's number in this register"),
    SHAPE_OR_NULL(api_missing, local_id, SHAPE_TEXT, "the authority's own number"),
    SHAPE_AT(api_missing, name, SHAPE_TEXT, "the name that the child uses"),
    SHAPE_AT(api_missing, episode, SHAPE_LARGE, "which stay away"),
    SHAPE_CODED(api_missing, class, CLASSIFICATION, "missing, or away without authorisation"),
    SHAPE_AT(api_missing, since, SHAPE_INSTANT, "missing since"),
    SHAPE_CODED(api_missing, grade, GRADE, "the risk as police graded it; null: not graded"),
    SHAPE_OR_NULL(api_missing, home, SHAPE_NUMBER, "the home where the child lives"),
    SHAPE_OR_NULL(api_missing, home_name, SHAPE_TEXT, "its name"),
    SHAPE_OR_NULL(api_missing, last_seen_where, SHAPE_TEXT, "as reported"),
    SHAPE_AT(api_missing, episodes_90_days, SHAPE_NUMBER, "this one too"),
    SHAPE_ROWS(api_missing, told, told_count, &told_shape, "who was told, and who saw it"),
};
static const struct json_shape one_missing_shape = { "missing-child", "One child missing or away.",
                                                     FIELDS(missing_fields),
                                                     sizeof(struct api_missing) };
static const struct json_field missing_list_fields[] = {
    SHAPE_AT(api_missing_list, at, SHAPE_INSTANT, "the instant of the look"),
    SHAPE_AT(api_missing_list, cut, SHAPE_FLAG, "true: there are more than are listed"),
    SHAPE_AT(api_missing_list, kept_back, SHAPE_NUMBER, "how many you have no relation to"),
    SHAPE_ROWS(api_missing_list, missing, count, &one_missing_shape,
               "who needs help first comes first"),
};
const struct json_shape api_missing_shape = { "missing-now", "Who is missing now.",
                                              FIELDS(missing_list_fields),
                                              sizeof(struct api_missing_list) };

static const struct json_field owed_fields[] = {
    SHAPE_AT(api_owed, rule, SHAPE_TEXT, "the rule's name: see /api/v1/rules"),
    SHAPE_AT(api_owed, title, SHAPE_TEXT, "what is owed, or what rang"),
    SHAPE_AT(api_owed, cite, SHAPE_TEXT, "the law, guidance or practice it rests on"),
    SHAPE_AT(api_owed, subject, SHAPE_NUMBER, "the child, home, agency or place"),
    SHAPE_OR_NULL(api_owed, child, SHAPE_NUMBER, "when it is a child"),
    SHAPE_AT(api_owed, name, SHAPE_TEXT, "the subject's name"),
    SHAPE_AT(api_owed, started, SHAPE_NUMBER, "the entry that began it"),
    SHAPE_AT(api_owed, about, SHAPE_LARGE, "the stay away, placement … that it is about; 0 none"),
    SHAPE_AT(api_owed, state, SHAPE_WORDS, "running, overdue, met, raised …"),
    SHAPE_AT(api_owed, from, SHAPE_INSTANT, "owed since"),
    SHAPE_OR_NULL(api_owed, due, SHAPE_INSTANT, "null: none, or it cannot be worked out"),
    SHAPE_OR_NULL(api_owed, closed, SHAPE_INSTANT, "when it was met, decided or ended"),
    SHAPE_OR_NULL(api_owed, owner, SHAPE_NUMBER, "the person it is owed by; null: not looked up"),
    SHAPE_OR_NULL(api_owed, owner_name, SHAPE_TEXT, "that person's name"),
    SHAPE_CODED(api_owed, owner_role, ROLE, "the role it fell to"),
    SHAPE_CODED(api_owed, asked_role, ROLE, "the role that the rule names"),
};
static const struct json_shape owed_shape = { "owed", "One duty or alarm.", FIELDS(owed_fields),
                                              sizeof(struct api_owed) };
static const struct json_field owed_list_fields[] = {
    SHAPE_AT(api_owed_list, at, SHAPE_INSTANT, "the instant of the look"),
    SHAPE_AT(api_owed_list, cut, SHAPE_FLAG, "true: there are more than are listed"),
    SHAPE_AT(api_owed_list, open, SHAPE_LARGE, "how many are open"),
    SHAPE_AT(api_owed_list, late, SHAPE_LARGE, "how many of them are late"),
    SHAPE_ROWS(api_owed_list, owed, count, &owed_shape, "late first, then by when they are due"),
};
const struct json_shape api_owed_shape = { "owed-list", "Duties, or alarms.",
                                           FIELDS(owed_list_fields), sizeof(struct api_owed_list) };

static const struct json_field name_fields[] = {
    SHAPE_AT(api_name, number, SHAPE_NUMBER, "the number in this register"),
    SHAPE_AT(api_name, name, SHAPE_TEXT, "the name"),
    SHAPE_OR_NULL(api_name, detail, SHAPE_TEXT, "local number, role or place"),
};
static const struct json_shape name_shape = { "name", "A number and a name.", FIELDS(name_fields),
                                              sizeof(struct api_name) };
static const struct json_field name_list_fields[] = {
    SHAPE_AT(api_name_list, cut, SHAPE_FLAG, "true: there are more than are listed"),
    SHAPE_ROWS(api_name_list, listed, count, &name_shape, "by name"),
};
const struct json_shape api_names_shape = { "names", "A list of names.", FIELDS(name_list_fields),
                                            sizeof(struct api_name_list) };

static const struct json_field placement_fields[] = {
    SHAPE_AT(api_placement, placement, SHAPE_LARGE, "which placement of this child"),
    SHAPE_CODED(api_placement, type, PLACEMENT_TYPE, "SSDA903 code"),
    SHAPE_CODED(api_placement, area, AREA, "in the authority's area, adjoining, at a distance"),
    SHAPE_AT(api_placement, from, SHAPE_INSTANT, "began"),
    SHAPE_OR_NULL(api_placement, until, SHAPE_INSTANT, "null: goes on"),
    SHAPE_OR_NULL(api_placement, tenths_of_a_mile, SHAPE_LARGE,
                  "from the child's own home; null: not known"),
};
static const struct json_shape placement_shape = { "placement", "One placement.",
                                                   FIELDS(placement_fields),
                                                   sizeof(struct api_placement) };
static const struct json_field episode_fields[] = {
    SHAPE_AT(api_episode, episode, SHAPE_LARGE, "which stay away of this child"),
    SHAPE_CODED(api_episode, class, CLASSIFICATION, "missing, or away without authorisation"),
    SHAPE_CODED(api_episode, grade, GRADE, "the last grade"),
    SHAPE_AT(api_episode, from, SHAPE_INSTANT, "missing since"),
    SHAPE_OR_NULL(api_episode, until, SHAPE_INSTANT, "null: not back"),
    SHAPE_OR_NULL(api_episode, found, SHAPE_INSTANT, "null: not said"),
    SHAPE_OR_NULL(api_episode, returned, SHAPE_INSTANT, "null: not said"),
    SHAPE_OR_NULL(api_episode, interview_offered, SHAPE_INSTANT, "null: no offer"),
    SHAPE_OR_NULL(api_episode, interview_held, SHAPE_INSTANT, "null: not held"),
};
static const struct json_shape episode_shape = { "episode", "One stay away.",
                                                 FIELDS(episode_fields),
                                                 sizeof(struct api_episode) };
static const struct json_field child_fields[] = {
    SHAPE_AT(api_child, child, SHAPE_NUMBER, "the child's number in this register"),
    SHAPE_OR_NULL(api_child, local_id, SHAPE_TEXT, "the authority's own number"),
    SHAPE_AT(api_child, name, SHAPE_TEXT, "the name that the child uses"),
    SHAPE_OR_NULL(api_child, born, SHAPE_DATE, "null: not known"),
    SHAPE_AT(api_child, because, SHAPE_TEXT, "why you may see this file"),
    SHAPE_AT(api_child, at, SHAPE_INSTANT, "the instant of the look"),
    SHAPE_OR_NULL(api_child, as_known_at, SHAPE_INSTANT, "null: all that is known"),
    SHAPE_AT(api_child, held_back, SHAPE_NUMBER, "entries recorded after as_known_at"),
    SHAPE_AT(api_child, entries, SHAPE_NUMBER, "the file's length: send it back as `expected`"),
    SHAPE_AT(api_child, looked_after, SHAPE_FLAG, "now, or then"),
    SHAPE_AT(api_child, missing, SHAPE_FLAG, "now, or then"),
    SHAPE_AT(api_child, away, SHAPE_FLAG, "away without authorisation"),
    SHAPE_CODED(api_child, legal_status, LEGAL_STATUS, "SSDA903 code"),
    SHAPE_ROWS(api_child, placements, placement_count, &placement_shape, "by when they began"),
    SHAPE_ROWS(api_child, episodes, episode_count, &episode_shape, "by when they began"),
    SHAPE_ROWS(api_child, owed, owed_count, &owed_shape, "duties and alarms, the past ones too"),
};
const struct json_shape api_child_shape = { "child", "One child's file.", FIELDS(child_fields),
                                            sizeof(struct api_child) };

static const struct json_field entry_fields[] = {
    SHAPE_AT(api_entry, n, SHAPE_NUMBER, "place in the child's file, from 1"),
    SHAPE_AT(api_entry, entry, SHAPE_LARGE, "place in the log"),
    SHAPE_AT(api_entry, kind, SHAPE_WORDS, "the kind of entry"),
    SHAPE_AT(api_entry, happened, SHAPE_INSTANT, "when it was so in the world"),
    SHAPE_AT(api_entry, recorded, SHAPE_INSTANT, "when it was written down"),
    SHAPE_CODED(api_entry, precision, PRECISION, "how exactly it is known when; null: exactly"),
    SHAPE_OR_NULL(api_entry, author, SHAPE_NUMBER, "who said so; null: the program"),
    SHAPE_OR_NULL(api_entry, agency, SHAPE_NUMBER, "for which agency"),
    SHAPE_CODED(api_entry, role, ROLE, "in which role"),
    SHAPE_OR_NULL(api_entry, corrects, SHAPE_NUMBER, "the entry that it replaces"),
    SHAPE_AT(api_entry, corrected, SHAPE_FLAG, "a later entry replaces it"),
    SHAPE_OR_NULL(api_entry, source, SHAPE_TEXT, "the row or message it came from"),
    SHAPE_AT(api_entry, words, SHAPE_TEXT, "one line for people"),
    SHAPE_AT(api_entry, said, SHAPE_SAID, "its fields, as the kind has them"),
};
static const struct json_shape entry_shape = { "entry", "One thing that was said.",
                                               FIELDS(entry_fields), sizeof(struct api_entry) };
static const struct json_field entry_list_fields[] = {
    SHAPE_AT(api_entry_list, child, SHAPE_NUMBER, "the child's number in this register"),
    SHAPE_AT(api_entry_list, length, SHAPE_NUMBER, "the file's length"),
    SHAPE_OR_NULL(api_entry_list, as_known_at, SHAPE_INSTANT, "null: all that is known"),
    SHAPE_ROWS(api_entry_list, entries, count, &entry_shape, "by when they happened"),
};
const struct json_shape api_entries_shape = { "entries", "What was said about one child.",
                                              FIELDS(entry_list_fields),
                                              sizeof(struct api_entry_list) };

static const struct json_field kept_fields[] = {
    SHAPE_AT(api_kept, child, SHAPE_NUMBER, "the child's number in this register"),
    SHAPE_AT(api_kept, n, SHAPE_NUMBER, "place in the child's file; 0 when it was repeated"),
    SHAPE_AT(api_kept, entry, SHAPE_LARGE, "place in the log"),
    SHAPE_AT(api_kept, repeated, SHAPE_FLAG, "the key was known: nothing was written anew"),
};
const struct json_shape api_kept_shape = { "kept", "The entry is durable.", FIELDS(kept_fields),
                                           sizeof(struct api_kept) };

static const struct json_field found_fields[] = {
    SHAPE_AT(api_found, child, SHAPE_NUMBER, "the child's number in this register"),
    SHAPE_AT(api_found, name, SHAPE_TEXT, "the name that the child uses"),
    SHAPE_OR_NULL(api_found, local_id, SHAPE_TEXT, "the authority's own number"),
    SHAPE_OR_NULL(api_found, lives, SHAPE_TEXT, "the home, when it is one"),
    SHAPE_AT(api_found, missing, SHAPE_FLAG, "now"),
    SHAPE_AT(api_found, found_by, SHAPE_TEXT, "what it was found by; (nearly): not as typed"),
};
static const struct json_shape one_found_shape = { "found-child", "One child found.",
                                                   FIELDS(found_fields), sizeof(struct api_found) };
static const struct json_field found_list_fields[] = {
    SHAPE_AT(api_found_list, all, SHAPE_LARGE, "how many there are that you may see"),
    SHAPE_ROWS(api_found_list, found, count, &one_found_shape, "the best first"),
};
const struct json_shape api_found_shape = { "found", "Children found.", FIELDS(found_list_fields),
                                            sizeof(struct api_found_list) };

static const struct json_field rule_fields[] = {
    SHAPE_AT(api_rule, name, SHAPE_TEXT, "the rule's name"),
    SHAPE_AT(api_rule, title, SHAPE_TEXT, "what it asks"),
    SHAPE_AT(api_rule, cite, SHAPE_TEXT, "what it rests on"),
    SHAPE_AT(api_rule, force, SHAPE_WORDS, "Statute, Guidance, Practice or Local"),
    SHAPE_AT(api_rule, confidence, SHAPE_WORDS, "empty when the source was seen"),
    SHAPE_AT(api_rule, alarm, SHAPE_FLAG, "an alarm, not a duty"),
    SHAPE_CODED(api_rule, owner, ROLE, "who owes it, or is told first"),
    SHAPE_AT(api_rule, sentence, SHAPE_TEXT, "the whole rule as sentences"),
};
static const struct json_shape rule_shape = { "rule", "One rule.", FIELDS(rule_fields),
                                              sizeof(struct api_rule) };
static const struct json_field rule_list_fields[] = {
    SHAPE_AT(api_rule_list, nation, SHAPE_TEXT, "whose law"),
    SHAPE_AT(api_rule_list, hash, SHAPE_TEXT, "SHA-256 of the rules' text"),
    SHAPE_ROWS(api_rule_list, rules, count, &rule_shape, "the rulebook in force"),
};
const struct json_shape api_rules_shape = { "rules", "The rulebook.", FIELDS(rule_list_fields),
                                            sizeof(struct api_rule_list) };

#define KNOWN_AT                                                                                   \
    {                                                                                              \
        "as-known-at", "an instant, like 2026-11-12T02:15Z: the file as it was then"               \
    }
const struct operation operations[] = {
    { ROUTE_api_missing, "Who is missing now", NULL, &api_missing_shape, NULL, { { 0 } } },
    { ROUTE_api_duties,
      "Open duties: one's own, or all for who answers for all",
      NULL,
      &api_owed_shape,
      NULL,
      { { "whose", "all: everybody's, where you may; otherwise one's own" },
        { "only", "late: those that are late" } } },
    { ROUTE_api_alarms,
      "Alarms that nobody has decided",
      NULL,
      &api_owed_shape,
      NULL,
      { { "whose", "all: everybody's, where you may; otherwise one's own" } } },
    { ROUTE_api_children, "The children one works with", NULL, &api_names_shape, NULL, { { 0 } } },
    { ROUTE_api_find,
      "Find a child by any part of what is known",
      NULL,
      &api_found_shape,
      "find",
      { { 0 } } },
    { ROUTE_api_child, "One child's file", "child", &api_child_shape, NULL, { KNOWN_AT } },
    { ROUTE_api_entries,
      "What was said about one child",
      "child",
      &api_entries_shape,
      NULL,
      { KNOWN_AT, { "after", "only entries whose n is larger" } } },
    { ROUTE_api_entry_added,
      "Say one thing about a child",
      "child",
      &api_kept_shape,
      "say",
      { { 0 } } },
    { ROUTE_api_rules, "The rulebook in force", NULL, &api_rules_shape, NULL, { { 0 } } },
};
const size_t operation_count = COUNT(operations);
