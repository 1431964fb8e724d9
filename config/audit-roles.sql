-- Roles for a record that the service itself can only add to. Run it as the owner of the tables, after the migrations of each
-- version (a start of the service in the owner's role applies them):
--
--   psql "$OWNER_URL" -v ON_ERROR_STOP=1 -f config/audit-roles.sql
--
-- Then give both roles a password, start the service as codepitamah_app, and let a timer run `npm run audit:purge` as
-- codepitamah_purge. Who holds neither role nor the owner's password can neither change nor remove what is on record.
do $$
begin
  if not exists (select from pg_roles where rolname = 'codepitamah_app') then
    create role codepitamah_app login;
  end if;
  if not exists (select from pg_roles where rolname = 'codepitamah_purge') then
    create role codepitamah_purge login;
  end if;
end;
$$;

grant usage on schema public to codepitamah_app, codepitamah_purge;
grant select, insert, update, delete on all tables in schema public to codepitamah_app;
grant usage, select on all sequences in schema public to codepitamah_app;
grant execute on all functions in schema public to codepitamah_app;

-- The record, what is signed about it and what was purged: read and added to, never changed.
revoke update, delete, truncate on activity_events, audit_checkpoints, audit_purges, audit_keys from codepitamah_app;
revoke insert, update, delete on migrations, audit_purges from codepitamah_app;
-- A hold is placed and released, and stays to be seen.
revoke delete on audit_holds from codepitamah_app;
-- The head moves, and there is always one.
revoke insert, delete on audit_head from codepitamah_app;

-- The other role takes away what is old enough, and says so.
grant select on activity_events, audit_checkpoints, audit_holds, audit_head, audit_purges, migrations to codepitamah_purge;
grant delete on activity_events to codepitamah_purge;
grant insert on audit_purges, audit_outbox to codepitamah_purge;
-- To lock a span while it goes.
grant update (number) on audit_checkpoints to codepitamah_purge;
