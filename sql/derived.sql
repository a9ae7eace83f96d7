-- The register: rows that anyone may query, folded from the journal and replaced by difference.
--
-- Drop them, fold again, get the same bytes. Tables and columns named ssd_… carry the names of the
-- Standard Safeguarding Dataset; columns sl_… and the tables after them are our own. Every row is
-- of one subject of one log; k tells a subject's rows apart, h is a hash of the row's content.
-- Columns ending _us are microseconds since 1970 in UTC. Dates are ISO text. Indexes are few and
-- mostly partial, because each one touched is another page written by an append; they hold all that
-- a look asks of them, because the engine, without statistics, takes an index only then.

DROP TABLE IF EXISTS ssd_person
;
-- sl_facts: bit by bit the yes/no facts of src/register/child.h as they stand after the last
-- event
CREATE TABLE ssd_person (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    k {{int}} NOT NULL,
    h {{int}} NOT NULL,
    pers_person_id {{text}},
    pers_forename {{text}},
    pers_surname {{text}},
    pers_sex {{text}},
    pers_gender {{text}},
    pers_ethnicity {{text}},
    pers_dob {{text}},
    pers_common_child_id {{text}},
    pers_legacy_id {{text}},
    pers_upn_unknown {{text}},
    pers_send_flag {{text}},
    pers_expected_dob {{text}},
    pers_death_date {{text}},
    pers_is_mother {{text}},
    pers_nationality {{text}},
    pers_upn {{text}},
    pers_single_unique_id {{text}},
    sl_name {{text}},
    sl_local_id {{text}},
    sl_facts {{int}},
    PRIMARY KEY (log, subject, k)
) {{without-rowid}}
;

DROP TABLE IF EXISTS ssd_linked_identifiers
;
-- finds a child by any of its numbers; sl_scheme: place in the code list scheme (local, upn …)
CREATE TABLE ssd_linked_identifiers (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    k {{int}} NOT NULL,
    h {{int}} NOT NULL,
    link_table_id {{text}},
    link_person_id {{text}},
    link_identifier_type {{text}},
    link_identifier_value {{text}},
    link_valid_from_date {{text}},
    link_valid_to_date {{text}},
    sl_scheme {{int}},
    PRIMARY KEY (log, subject, k)
) {{without-rowid}}
;
CREATE INDEX linked_identifier_value ON ssd_linked_identifiers
    (log, link_identifier_value, sl_scheme)
;

DROP TABLE IF EXISTS ssd_legal_status
;
CREATE TABLE ssd_legal_status (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    k {{int}} NOT NULL,
    h {{int}} NOT NULL,
    lega_legal_status_id {{text}},
    lega_person_id {{text}},
    lega_legal_status {{text}},
    lega_legal_status_start_date {{text}},
    lega_legal_status_end_date {{text}},
    PRIMARY KEY (log, subject, k)
) {{without-rowid}}
;

DROP TABLE IF EXISTS ssd_cla_episodes
;
CREATE TABLE ssd_cla_episodes (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    k {{int}} NOT NULL,
    h {{int}} NOT NULL,
    clae_cla_episode_id {{text}},
    clae_person_id {{text}},
    clae_cla_episode_start_date {{text}},
    clae_cla_episode_start_reason {{text}},
    clae_cla_primary_need_code {{text}},
    clae_cla_episode_ceased_date {{text}},
    clae_cla_episode_ceased_reason {{text}},
    clae_cla_id {{text}},
    clae_referral_id {{text}},
    clae_cla_placement_id {{text}},
    clae_entered_care_date {{text}},
    clae_cla_last_iro_contact_date {{text}},
    sl_legal_status {{text}},
    PRIMARY KEY (log, subject, k)
) {{without-rowid}}
;

DROP TABLE IF EXISTS ssd_cla_placement
;
-- sl_until_us NULL: the child lives there now
CREATE TABLE ssd_cla_placement (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    k {{int}} NOT NULL,
    h {{int}} NOT NULL,
    clap_cla_placement_id {{text}},
    clap_cla_placement_start_date {{text}},
    clap_cla_placement_type {{text}},
    clap_cla_placement_urn {{text}},
    clap_cla_placement_distance {{text}},
    clap_cla_id {{text}},
    clap_cla_placement_provider {{text}},
    clap_cla_placement_postcode {{text}},
    clap_cla_placement_end_date {{text}},
    clap_cla_placement_change_reason {{text}},
    clap_person_id {{text}},
    sl_from_us {{int}},
    sl_until_us {{int}},
    sl_home {{int}},
    sl_area {{text}},
    sl_facts {{int}},
    PRIMARY KEY (log, subject, k)
) {{without-rowid}}
;
CREATE INDEX placement_open_home ON ssd_cla_placement (log, sl_home, sl_until_us)
    WHERE sl_until_us IS NULL AND sl_home IS NOT NULL
;

DROP TABLE IF EXISTS ssd_missing
;
-- k: the episode; sl_until_us NULL: not back; sl_class, sl_grade, sl_ended: places in their
-- code lists
CREATE TABLE ssd_missing (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    k {{int}} NOT NULL,
    h {{int}} NOT NULL,
    miss_table_id {{text}},
    miss_person_id {{text}},
    miss_missing_episode_start_date {{text}},
    miss_missing_episode_type {{text}},
    miss_missing_episode_end_date {{text}},
    miss_missing_rhi_offered {{text}},
    miss_missing_rhi_accepted {{text}},
    sl_since_us {{int}},
    sl_until_us {{int}},
    sl_class {{int}},
    sl_grade {{int}},
    sl_home {{int}},
    sl_reported_n {{int}},
    sl_graded_n {{int}},
    sl_found_us {{int}},
    sl_ended {{int}},
    sl_overnight {{int}},
    PRIMARY KEY (log, subject, k)
) {{without-rowid}}
;
CREATE INDEX missing_open ON ssd_missing (log, sl_since_us)
    WHERE sl_until_us IS NULL
;

DROP TABLE IF EXISTS ssd_cla_reviews
;
CREATE TABLE ssd_cla_reviews (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    k {{int}} NOT NULL,
    h {{int}} NOT NULL,
    clar_cla_review_id {{text}},
    clar_cla_id {{text}},
    clar_cla_review_due_date {{text}},
    clar_cla_review_date {{text}},
    clar_cla_review_cancelled {{text}},
    clar_cla_review_participation {{text}},
    clar_cla_person_id {{text}},
    PRIMARY KEY (log, subject, k)
) {{without-rowid}}
;

DROP TABLE IF EXISTS ssd_cla_visits
;
CREATE TABLE ssd_cla_visits (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    k {{int}} NOT NULL,
    h {{int}} NOT NULL,
    clav_cla_visit_id {{text}},
    clav_cla_id {{text}},
    clav_person_id {{text}},
    clav_cla_visit_date {{text}},
    clav_cla_visit_seen {{text}},
    clav_cla_visit_seen_alone {{text}},
    PRIMARY KEY (log, subject, k)
) {{without-rowid}}
;

DROP TABLE IF EXISTS ssd_cla_health
;
CREATE TABLE ssd_cla_health (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    k {{int}} NOT NULL,
    h {{int}} NOT NULL,
    clah_health_check_id {{text}},
    clah_person_id {{text}},
    clah_health_check_type {{text}},
    clah_health_check_date {{text}},
    clah_health_check_status {{text}},
    PRIMARY KEY (log, subject, k)
) {{without-rowid}}
;

DROP TABLE IF EXISTS ssd_involvements
;
CREATE TABLE ssd_involvements (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    k {{int}} NOT NULL,
    h {{int}} NOT NULL,
    invo_involvements_id {{text}},
    invo_professional_id {{text}},
    invo_professional_role_id {{text}},
    invo_professional_team {{text}},
    invo_involvement_start_date {{text}},
    invo_involvement_end_date {{text}},
    invo_worker_change_reason {{text}},
    invo_person_id {{text}},
    invo_referral_id {{text}},
    PRIMARY KEY (log, subject, k)
) {{without-rowid}}
;

DROP TABLE IF EXISTS ssd_professionals
;
CREATE TABLE ssd_professionals (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    k {{int}} NOT NULL,
    h {{int}} NOT NULL,
    prof_professional_id {{text}},
    prof_staff_id {{text}},
    prof_professional_name {{text}},
    prof_social_worker_registration_no {{text}},
    prof_professional_job_title {{text}},
    prof_professional_caseload {{int}},
    prof_professional_department {{text}},
    prof_full_time_equivalency {{text}},
    prof_agency_worker_flag {{text}},
    sl_agency {{int}},
    sl_telephone {{text}},
    sl_email {{text}},
    sl_postal {{text}},
    PRIMARY KEY (log, subject, k)
) {{without-rowid}}
;

DROP TABLE IF EXISTS ssd_immigration_status
;
CREATE TABLE ssd_immigration_status (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    k {{int}} NOT NULL,
    h {{int}} NOT NULL,
    immi_person_id {{text}},
    immi_immigration_status_id {{text}},
    immi_immigration_status {{text}},
    immi_immigration_status_start_date {{text}},
    immi_immigration_status_end_date {{text}},
    PRIMARY KEY (log, subject, k)
) {{without-rowid}}
;

DROP TABLE IF EXISTS ssd_sdq_scores
;
CREATE TABLE ssd_sdq_scores (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    k {{int}} NOT NULL,
    h {{int}} NOT NULL,
    csdq_table_id {{text}},
    csdq_person_id {{text}},
    csdq_sdq_completed_date {{text}},
    csdq_sdq_reason {{text}},
    csdq_sdq_score {{int}},
    sl_year {{int}},
    PRIMARY KEY (log, subject, k)
) {{without-rowid}}
;

DROP TABLE IF EXISTS ssd_cla_convictions
;
CREATE TABLE ssd_cla_convictions (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    k {{int}} NOT NULL,
    h {{int}} NOT NULL,
    clac_cla_conviction_id {{text}},
    clac_person_id {{text}},
    clac_cla_conviction_date {{text}},
    clac_cla_conviction_offence {{text}},
    sl_year {{int}},
    PRIMARY KEY (log, subject, k)
) {{without-rowid}}
;

DROP TABLE IF EXISTS ssd_cla_previous_permanence
;
CREATE TABLE ssd_cla_previous_permanence (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    k {{int}} NOT NULL,
    h {{int}} NOT NULL,
    lapp_table_id {{text}},
    lapp_person_id {{text}},
    lapp_previous_permanence_order_date {{text}},
    lapp_previous_permanence_option {{text}},
    lapp_previous_permanence_la {{text}},
    PRIMARY KEY (log, subject, k)
) {{without-rowid}}
;

DROP TABLE IF EXISTS ssd_care_leavers
;
CREATE TABLE ssd_care_leavers (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    k {{int}} NOT NULL,
    h {{int}} NOT NULL,
    clea_table_id {{text}},
    clea_person_id {{text}},
    clea_care_leaver_eligibility {{text}},
    clea_care_leaver_in_touch {{text}},
    clea_care_leaver_latest_contact {{text}},
    clea_care_leaver_accommodation {{text}},
    clea_care_leaver_accom_suitable {{text}},
    clea_care_leaver_activity {{text}},
    clea_pathway_plan_review_date {{text}},
    clea_care_leaver_personal_advisor {{text}},
    clea_care_leaver_allocated_team {{text}},
    clea_care_leaver_worker_id {{text}},
    sl_year {{int}},
    PRIMARY KEY (log, subject, k)
) {{without-rowid}}
;

DROP TABLE IF EXISTS home
;
CREATE TABLE home (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    k {{int}} NOT NULL,
    h {{int}} NOT NULL,
    name {{text}},
    urn {{text}},
    provider {{text}},
    places {{int}},
    postcode {{text}},
    area_code {{text}},
    purpose {{text}},
    telephone {{text}},
    since_us {{int}},
    PRIMARY KEY (log, subject, k)
) {{without-rowid}}
;

DROP TABLE IF EXISTS agency
;
CREATE TABLE agency (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    k {{int}} NOT NULL,
    h {{int}} NOT NULL,
    name {{text}},
    kind {{text}},
    area {{text}},
    telephone {{text}},
    out_of_hours {{text}},
    PRIMARY KEY (log, subject, k)
) {{without-rowid}}
;

DROP TABLE IF EXISTS role_holder
;
-- of a child, home or agency; role: place in the code list role; until_us NULL: holds it now
CREATE TABLE role_holder (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    k {{int}} NOT NULL,
    h {{int}} NOT NULL,
    role {{int}},
    person {{int}},
    from_us {{int}},
    until_us {{int}},
    team {{text}},
    worker {{text}},
    PRIMARY KEY (log, subject, k)
) {{without-rowid}}
;
-- Of all rows, not of those held now only: what is asked of one person also asks for shifts and for
-- what waits to be taken over, and would read the whole table for it.
CREATE INDEX role_holder_person ON role_holder
    (log, person, subject, k, from_us, until_us, role, team)
;

DROP TABLE IF EXISTS duty
;
-- closing 0: open; due_us, closed_us NULL: none; holder 0: whoever holds the role; subject_kind 1:
-- child, 2: home, 4: agency, 5: place; next_us: when the clock takes its next step, NULL: never;
-- fired: bit by step of the ladder taken; again: further causes while nobody decided
CREATE TABLE duty (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    k {{int}} NOT NULL,
    h {{int}} NOT NULL,
    rule {{text}},
    rule_about {{int}},
    started_n {{int}},
    about {{int}},
    owner {{int}},
    owner_at {{int}},
    home {{int}},
    holder {{int}},
    given_to {{int}},
    from_us {{int}},
    due_us {{int}},
    warn_us {{int}},
    closed_us {{int}},
    closing {{int}},
    closed_n {{int}},
    acknowledged_n {{int}},
    unknown {{int}},
    subject_kind {{int}},
    next_us {{int}},
    again {{int}},
    fired {{int}},
    warned {{int}},
    raised_n {{int}},
    PRIMARY KEY (log, subject, k)
) {{without-rowid}}
;
CREATE INDEX duty_open ON duty (log, due_us, subject, k, from_us, owner, holder, closing)
    WHERE closing = 0
;
-- What the clock loads when it starts, and nothing else.
CREATE INDEX duty_next ON duty (log, subject, next_us) WHERE next_us IS NOT NULL
;
CREATE INDEX duty_given ON duty (log, given_to, closing)
    WHERE closing = 0 AND given_to <> 0
;

DROP TABLE IF EXISTS alarm
;
CREATE TABLE alarm (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    k {{int}} NOT NULL,
    h {{int}} NOT NULL,
    rule {{text}},
    rule_about {{int}},
    started_n {{int}},
    about {{int}},
    owner {{int}},
    owner_at {{int}},
    home {{int}},
    holder {{int}},
    given_to {{int}},
    from_us {{int}},
    due_us {{int}},
    warn_us {{int}},
    closed_us {{int}},
    closing {{int}},
    closed_n {{int}},
    acknowledged_n {{int}},
    unknown {{int}},
    subject_kind {{int}},
    next_us {{int}},
    again {{int}},
    fired {{int}},
    warned {{int}},
    raised_n {{int}},
    PRIMARY KEY (log, subject, k)
) {{without-rowid}}
;
CREATE INDEX alarm_open ON alarm (log, due_us, subject, k, from_us, owner, holder, closing)
    WHERE closing = 0
;
-- What the clock loads when it starts, and nothing else.
CREATE INDEX alarm_next ON alarm (log, subject, next_us) WHERE next_us IS NOT NULL
;
CREATE INDEX alarm_given ON alarm (log, given_to, closing)
    WHERE closing = 0 AND given_to <> 0
;

DROP TABLE IF EXISTS need_to_know
;
-- who may see a child, and until when: need_key, see src/register/need.h; role: place in the code
-- list role, 0 none; until_us NULL: until an entry ends it; detail: what a share is of
CREATE TABLE need_to_know (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    k {{int}} NOT NULL,
    h {{int}} NOT NULL,
    need_key {{int}},
    role {{int}},
    from_us {{int}},
    until_us {{int}},
    detail {{text}},
    PRIMARY KEY (log, subject, k)
) {{without-rowid}}
;
CREATE INDEX need_by_key ON need_to_know (log, need_key, subject, from_us, until_us)
;

DROP TABLE IF EXISTS placement_standing
;
-- k: the placement; state: enum placement_standing, what nobody need look at has no row; area,
-- needs: places in their code lists; against, could_not: checks with that outcome
CREATE TABLE placement_standing (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    k {{int}} NOT NULL,
    h {{int}} NOT NULL,
    state {{int}},
    since_us {{int}},
    home {{int}},
    area {{int}},
    needs {{int}},
    emergency {{int}},
    against {{int}},
    could_not {{int}},
    proposer {{int}},
    proposed_n {{int}},
    PRIMARY KEY (log, subject, k)
) {{without-rowid}}
;
CREATE INDEX placement_standing_state ON placement_standing (log, state, since_us, subject, k)
;

DROP TABLE IF EXISTS concern_place
;
-- of a place of concern whose postcode is known; sector: the postcode without its last two letters
CREATE TABLE concern_place (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    k {{int}} NOT NULL,
    h {{int}} NOT NULL,
    sector {{text}},
    found {{int}},
    linked {{int}},
    PRIMARY KEY (log, subject, k)
) {{without-rowid}}
;
CREATE INDEX concern_place_sector ON concern_place (log, sector)
;

DROP TABLE IF EXISTS find_word
;
-- what a child may be found by that stands in no other row; part: see src/register/find_rows.h
CREATE TABLE find_word (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    k {{int}} NOT NULL,
    h {{int}} NOT NULL,
    part {{int}},
    words {{text}},
    PRIMARY KEY (log, subject, k)
) {{without-rowid}}
;
