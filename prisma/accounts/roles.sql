-- The role that the accounts service works under, and the trail that it can only add to. Run as the owner after every migration; says the
-- same again whenever it is run. Migrations cannot hold functions: Prisma's driver adapter splits them at every semicolon.
GRANT USAGE ON SCHEMA public TO accounts_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO accounts_service;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO accounts_service;
REVOKE ALL ON "_prisma_migrations" FROM accounts_service;

-- Partitions are reached through the trail only: the loop takes back what "all tables" gave.
DO $$
DECLARE partition regclass;
BEGIN
  FOR partition IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = '"AuditEvent"'::regclass LOOP
    EXECUTE format('REVOKE ALL ON %s FROM accounts_service', partition);
  END LOOP;
END $$;
REVOKE ALL ON "AuditEvent" FROM accounts_service;
GRANT SELECT, INSERT ON "AuditEvent" TO accounts_service;

-- Whoever owns the trail may drop whole months, and changes no row by mistake either.
CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit trail is append-only.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "AuditEvent"
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- Makes the partition of a moment's month (UTC). With the owner's rights, so that the service needs none to create tables.
CREATE OR REPLACE FUNCTION audit_make_partition(moment timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  first_day timestamp := date_trunc('month', moment AT TIME ZONE 'UTC');
  partition text := format('AuditEvent_%s', to_char(first_day, 'YYYYMM'));
BEGIN
  IF to_regclass(format('public.%I', partition)) IS NOT NULL THEN RETURN; END IF;
  IF moment > now() + interval '1 month' THEN RAISE EXCEPTION 'An audit entry comes from the future.'; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('audit_make_partition')); -- two at once would both try to create it
  IF to_regclass(format('public.%I', partition)) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE public.%I PARTITION OF public."AuditEvent" FOR VALUES FROM (%L) TO (%L)', partition,
    first_day AT TIME ZONE 'UTC', (first_day + interval '1 month') AT TIME ZONE 'UTC');
  EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON public.%I FOR EACH STATEMENT EXECUTE FUNCTION public.audit_is_append_only()', partition);
END $$;
REVOKE ALL ON FUNCTION audit_make_partition(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_make_partition(timestamptz) TO accounts_service;
