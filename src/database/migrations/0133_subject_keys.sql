-- What the activity record says of a person is sealed under that person's key: it goes with the account, and what was
-- sealed can then be read by nobody, in no copy of the record. Keep this table out of the record's backups.
create table subject_keys (
  user_id uuid primary key references users (id) on delete cascade,
  -- Sealed with the data secret.
  key bytea not null
);
