-- Networks that a mailed link has let in, as if the account had been used from them. A sign-in makes them known by itself.
create table admitted_networks (
  user_id uuid not null references users (id) on delete cascade,
  network text not null,
  expires_at timestamptz not null,
  primary key (user_id, network)
);

create index admitted_networks_expiry on admitted_networks (expires_at);
