-- Keys that sign the record's checkpoints (Ed25519). They are never removed: what they signed stays verifiable.
create table audit_keys (
  kid text primary key,
  -- SubjectPublicKeyInfo, DER.
  public_key bytea not null,
  -- PKCS #8, sealed with the data secret.
  sealed_key bytea not null,
  created_at timestamptz not null default now()
);
