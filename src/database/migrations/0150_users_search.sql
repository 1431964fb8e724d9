-- The admin's search: parts of address and name, found by their trigrams. Where the extension is not there or may not be
-- created, the search answers the same and reads every row.
do $$
begin
  create extension if not exists pg_trgm;
exception
  when insufficient_privilege or undefined_file or feature_not_supported then null;
end
$$;

do $$
begin
  if exists (select from pg_extension where extname = 'pg_trgm') then
    create index users_search on users using gin ((email || chr(10) || coalesce(name, '')) gin_trgm_ops);
  end if;
end
$$;
