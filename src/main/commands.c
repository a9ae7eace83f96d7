/* The table of verbs. */
#include "main/command.h"
#include "main/signer.h"

#define WHERE TAKES(REGISTER)

const struct command commands[] = {
    { "init", "", "make a new, empty register",
      WHERE | TAKES(NAME) | TAKES(AUTHORITY) | TAKES(NATION) | TAKES(KEY_FILE), 0, 0, run_init,
      "The key is made beside the register unless --key-file names another place. Without the key "
      "nobody can read the register, and nobody can make it again: keep a copy apart." },
    { "import", "FOLDER", "take in a statutory return (SSDA903, twelve CSV files)",
      WHERE | TAKES(YEAR) | TAKES(AUTHORITY) | TAKES(PREVIOUS) | TAKES(POSTCODES) |
          TAKES(ALL_OR_NOTHING) | TAKES(DRY_RUN) | TAKES(JSON),
      1, 1, run_import,
      "Files are known by their headers, not by their names. The same return again changes "
      "nothing; a corrected one appends corrections only. Every row that could not be taken as it "
      "stands is listed with file, line and reason." },
    { "record", "FILE", "record events given as JSON: one, a list, or one a line; - reads input",
      WHERE | TAKES(ALL_OR_NOTHING) | TAKES(JSON), 1, 1, run_record,
      "Example: {\"kind\":\"missing-reported\",\"child\":\"566910\",\"class\":\"M\","
      "\"happened\":\"2026-11-12T02:10Z\"}" },
    { "missing", "", "who is missing now, or was at an instant", WHERE | TAKES(AT) | TAKES(JSON), 0,
      0, run_missing, NULL },
    { "duties", "", "what each person owes, by when, under which law",
      WHERE | TAKES(AT) | TAKES(JSON) | TAKES(PERSON) | TAKES(CHILD) | TAKES(RULE) |
          TAKES(OVERDUE) | TAKES(CLOSED) | TAKES(LIMIT),
      0, 0, run_duties, NULL },
    { "alarms", "", "alarms that somebody must look at and decide",
      WHERE | TAKES(AT) | TAKES(JSON) | TAKES(PERSON) | TAKES(CHILD) | TAKES(RULE) | TAKES(CLOSED) |
          TAKES(LIMIT),
      0, 0, run_alarms, NULL },
    { "child", "ID", "one child's file, as it is or as it was known",
      WHERE | TAKES(AT) | TAKES(KNOWN_AT) | TAKES(JSON), 1, 1, run_child,
      "ID is the authority's own number (566910), no:12 (the register's number) or upn:…" },
    { "people", "", "staff, homes and agencies of the register, with their numbers",
      WHERE | TAKES(JSON), 0, 0, run_people, NULL },
    { "rota", "", "who answers for each role now, or at an instant",
      WHERE | TAKES(AT) | TAKES(JSON), 0, 0, run_rota,
      "What nobody holds falls to the next role up, and it says so. A shift is recorded with "
      "`sightline record`: {\"kind\":\"rota-entered\",\"subject\":\"no:12\","
      "\"role\":\"emergency-duty\",\"person\":31,\"from\":\"2026-11-12T17:00:00Z\","
      "\"until\":\"2026-11-13T09:00:00Z\"}" },
    { "access", "log|review", "who opened a child's record; what of a day's access is odd",
      WHERE | TAKES(CHILD) | TAKES(DAY), 1, 1, run_access,
      "access log --child ID: in words for the child. access review [--day D]: notes, once, what "
      "somebody should ask about; managers review it at /odd-access." },
    { "watch", "", "look over all children and homes for what no one file shows",
      WHERE | TAKES(JSON), 0, 0, run_watch,
      "Children missing together beyond chance, homes whose share of episodes lies outside the "
      "limits for their size, homes gone quiet. What is found is entered in the files it concerns, "
      "once a month; the rules ring on it. `serve` looks by itself once a day." },
    { "verify", "", "recompute the whole journal; names the first wrong position",
      WHERE | TAKES(JSON), 0, 0, run_verify, NULL },
    { "rebuild", "", "fold every derived table again from the journal",
      WHERE | TAKES(CHECK) | TAKES(JSON), 0, 0, run_rebuild, NULL },
    { "rules", "list|show|check|coverage|nations|explain [NAME or FILE]",
      "the rulebook: read it, check it, ask why",
      WHERE | TAKES(NATION) | TAKES(CHILD) | TAKES(SUBJECT) | TAKES(RULE) | TAKES(AT) | TAKES(JSON),
      1, 2, run_rules,
      "rules list; rules show NAME; rules check FILE (a local.rules, with the nation's own); "
      "rules coverage (which row of the list of duties has a rule, and why not); "
      "rules explain NAME --child ID --register WHERE." },
    { "simulate", "", "make a synthetic authority or nation from a seed",
      WHERE | TAKES(SEED) | TAKES(CHILDREN) | TAKES(YEARS) | TAKES(UNTIL) | TAKES(TRUTH) |
          TAKES(EVENTS) | TAKES(EVENING),
      0, 0, run_simulate,
      "With --events the same seed writes the same bytes; with --register it makes a register. "
      "--evening adds one evening before --until: a child not back at 02:10." },
    { "clock", "", "act once on all that fell due: alarms, warnings, steps of ladders",
      WHERE | TAKES(AT) | TAKES(JSON), 0, 0, run_clock,
      "`serve` does the same by itself at each instant. --at is for registers of made-up people." },
    { "serve", "", "serve the pages of a register on this machine, or by TLS to others",
      WHERE | TAKES(PORT) | TAKES(STAND_BY) | TAKES(ADDRESS) | TAKES(CERTIFICATE) |
          TAKES(PRIVATE_KEY) | TAKES(REQUIRE_FENCES) | TAKES(SIGNER),
      0, 0, run_serve,
      "127.0.0.1 by HTTP. Another --address needs --certificate and --private-key (PEM)." },
    { "signer", "", "hold the key that signs the journal's heads, and sign what goes on from them",
      WHERE | TAKES(FOLDER) | TAKES(ORIGIN) | TAKES(SOCKET) | TAKES(ALLOW) | TAKES(GIVEN), 0, 0,
      run_signer,
      "`serve` starts one by itself, as a process of its own. To keep the key from the user that "
      "serves, run it as another user with --folder, --origin, --socket and --allow, and give "
      "`serve` the socket with --signer." },
    { "account", "invite|list|reset|end|unused", "who may sign in to the pages",
      WHERE | TAKES(PERSON) | TAKES(SIGN_IN) | TAKES(REASON) | TAKES(JSON), 1, 1, run_account,
      "invite prints an address that one person uses once to choose a password and connect a phone "
      "(--person NO --sign-in NAME); reset takes all ways in away and prints a new one (a lost "
      "phone); end ends an account and all its sign-ins (--reason TEXT); unused ends those that "
      "nobody uses. While `serve` runs the page Accounts does the same." },
    { "send", "[list|retry|settle] [REFERENCE]",
      "hand over once what is due of notices that leave the program; see to what did not arrive",
      WHERE | TAKES(AUTHOR) | TAKES(REASON) | TAKES(JSON), 0, 2, run_send,
      "`serve` does the same by itself. list shows what was given up, and whose work it now is; "
      "retry sends one again; settle says with --reason how the person was told instead. Nothing "
      "leaves unless one of the settings send-email, send-sms, send-letter says who carries it." },
    { "partner", "key|list|notify|send", "speak to other authorities' registers",
      WHERE | TAKES(CHILD) | TAKES(PARTNER) | TAKES(PLACEMENT) | TAKES(ENDED) | TAKES(NEEDS) |
          TAKES(CARE_PLAN) | TAKES(AUTHOR) | TAKES(JSON),
      1, 1, run_partner,
      "key prints what a partner must know of this register; list shows partners and what was "
      "sent; "
      "notify gives the authority of the area notice of a placement, with --needs and --care-plan; "
      "send tries now what waits. `serve` carries by itself." },
    { "machine", "add|list|end", "programs of agencies that may speak to the API",
      WHERE | TAKES(AGENCY) | TAKES(NAME) | TAKES(ROLE) | TAKES(KEY) | TAKES(REASON) | TAKES(JSON),
      1, 1, run_machine,
      "add registers one by its public key; what it looks at stands in the access log under its "
      "name. It signs each request (RFC 9421) with keyid=NAME. end --name NAME --reason TEXT." },
    { "calendar", "", "a person's deadlines as a calendar to subscribe to",
      WHERE | TAKES(PERSON) | TAKES(NEW) | TAKES(PRINT) | TAKES(AT), 0, 0, run_calendar,
      "Prints the address, which is the secret; --new makes another and the old one is refused; "
      "--print prints the calendar itself." },
    { "alert", "[release|cancel]", "draft a child rescue alert for the police (CAP 1.2)",
      WHERE | TAKES(CHILD) | TAKES(ALERT) | TAKES(AUTHOR) | TAKES(REASON), 0, 1, run_alert,
      "Always a draft: only the police launch an alert. release records who of the police took it "
      "over; cancel writes the cancellation." },
    { "postcodes", "build CSV FILE", "make the postcode index from a postcode list", TAKES(JSON), 3,
      3, run_postcodes,
      "CSV has the columns postcode,easting,northing,laua. Such a list is published by the Office "
      "for National Statistics." },
    { "settings", "", "every setting of a register with its value and where it comes from",
      WHERE | TAKES(JSON), 0, 0, run_settings, NULL },
    { "help", "[VERB]", "this, or the options of one verb; also: man, completion", 0, 0, 1,
      run_help, NULL },
};
const size_t command_count = COUNT(commands);

status run_help(struct task *t, const struct args *a)
{
    struct text *out = out_open(t);
    const struct command *about = NULL;
    for (size_t i = 0; a->words && i < command_count; i++)
        if (str_is(a->word[0], commands[i].verb))
            about = &commands[i];
    if (a->words && str_is(a->word[0], "man"))
        man_print(out);
    else if (a->words && str_is(a->word[0], "completion"))
        completion_print(out);
    else if (a->words && !about)
        return fail(t, E_INVALID, "there is no such verb: `sightline help` lists them");
    else
        help_print(out, about);
    return out_done(t, out);
}
