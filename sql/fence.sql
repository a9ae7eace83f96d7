-- PostgreSQL only: the second fence. What a page's reader may not read, the server does not give.
--
-- Run by the writer at each start, on the schema of the journal and on that of the derived tables.
-- Readers of pages take the role sightline_reader, to whom the rows of a child are there only where
-- need_to_know has a key that who asks holds now, or where the program says that it looks at all.
-- A server that does not let this account make the role goes without; `serve` then says so.
DO $make$ BEGIN
    IF to_regrole('sightline_reader') IS NULL THEN
        CREATE ROLE sightline_reader NOLOGIN;
    END IF;
    IF NOT pg_has_role(current_user, 'sightline_reader', 'MEMBER') THEN
        EXECUTE format('GRANT sightline_reader TO %I', current_user);
    END IF;
EXCEPTION WHEN insufficient_privilege OR duplicate_object OR unique_violation THEN
    NULL;
END $make$
;
CREATE OR REPLACE FUNCTION sightline_for_all() RETURNS boolean LANGUAGE sql STABLE AS $body$
    SELECT coalesce(current_setting('sightline.all', true), '') = 'on'
$body$
;
-- One child when the page is of one: then its few rows are read and not all that the keys open.
DO $make$ BEGIN
    EXECUTE format($function$
CREATE OR REPLACE FUNCTION sightline_reach() RETURNS TABLE (of_log bigint, of_subject bigint)
LANGUAGE plpgsql STABLE AS $body$
DECLARE
    keys bigint[] := nullif(current_setting('sightline.keys', true), '')::bigint[];
    moment bigint := nullif(current_setting('sightline.now', true), '')::bigint;
    one_log bigint := nullif(current_setting('sightline.log', true), '')::bigint;
    child bigint := nullif(current_setting('sightline.child', true), '')::bigint;
BEGIN
    IF keys IS NULL OR moment IS NULL OR one_log IS NULL THEN
        RETURN;
    END IF;
    IF child IS NOT NULL THEN
        RETURN QUERY SELECT n.log, n.subject FROM %1$I.need_to_know n
            WHERE n.log = one_log AND n.subject = child AND n.need_key = ANY (keys)
            AND n.from_us <= moment AND (n.until_us IS NULL OR n.until_us > moment) LIMIT 1;
    ELSE
        RETURN QUERY SELECT n.log, n.subject FROM %1$I.need_to_know n
            WHERE n.log = one_log AND n.need_key = ANY (keys)
            AND n.from_us <= moment AND (n.until_us IS NULL OR n.until_us > moment);
    END IF;
END $body$
$function$, regexp_replace(current_schema(), 'kept$', 'derived'));
END $make$
;
-- Of a number that is no subject nothing is known: it is treated as a child's.
CREATE OR REPLACE FUNCTION sightline_is_child(of_log bigint, number_ bigint) RETURNS boolean
LANGUAGE plpgsql STABLE AS $body$
BEGIN
    RETURN coalesce((SELECT s.kind = 1 FROM subject s
                     WHERE s.log = of_log AND s.number = number_), true);
END $body$
;
DO $make$
DECLARE
    children constant text[] := ARRAY['ssd_person', 'ssd_linked_identifiers', 'ssd_legal_status',
        'ssd_cla_episodes', 'ssd_cla_placement', 'ssd_missing', 'ssd_cla_reviews',
        'ssd_cla_visits', 'ssd_cla_health', 'ssd_involvements', 'ssd_immigration_status',
        'ssd_sdq_scores', 'ssd_cla_convictions', 'ssd_cla_previous_permanence',
        'ssd_care_leavers', 'placement_standing', 'find_word'];
    several constant text[] := ARRAY['duty', 'alarm'];
    seen constant text := '(SELECT sightline_for_all()) OR (log, %s) IN'
        ' (SELECT r.of_log, r.of_subject FROM sightline_reach() r)';
    one record;
BEGIN
    IF to_regrole('sightline_reader') IS NULL THEN
        RETURN;
    END IF;
    FOR one IN SELECT c.relname AS name FROM pg_class c
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
        AND NOT c.relrowsecurity
        AND c.relname = ANY (children || several || ARRAY['sealed_part']) LOOP
        EXECUTE format('CREATE POLICY second_fence ON %I FOR SELECT TO sightline_reader USING (%s)',
            one.name, CASE
                WHEN one.name = ANY (children) THEN format(seen, 'subject')
                WHEN one.name = ANY (several) THEN
                    format(seen, 'subject') || ' OR subject_kind <> 1'
                ELSE format(seen, 'at >> 20') || ' OR NOT sightline_is_child(log, at >> 20)' END);
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one.name);
    END LOOP;
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO sightline_reader', current_schema());
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO sightline_reader', current_schema());
EXCEPTION WHEN insufficient_privilege THEN
    NULL;
END $make$
