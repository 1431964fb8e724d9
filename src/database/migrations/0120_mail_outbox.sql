-- Mails wait here, written in the transaction of what they tell of. What one says, its address included, is sealed with
-- the data secret, and goes when it has been sent or given up: it may hold a link that opens an account.
create table mail_outbox (
  id uuid primary key,
  user_id uuid references users (id) on delete cascade,
  template text not null,
  -- Keyed hash of the address: tells equal from different, for the limit of each recipient.
  recipient bytea not null,
  content bytea,
  state text not null check (state in ('waiting', 'sent', 'dead')),
  attempts integer not null default 0,
  -- Not before then: the next attempt, or when an instance that took it is given up for lost.
  due_at timestamptz not null,
  -- After this nobody wants it any more.
  expires_at timestamptz not null,
  created_at timestamptz not null,
  settled_at timestamptz,
  -- Of the last failed attempt: kind and SMTP code, never an address.
  failure text
);

create index mail_outbox_due on mail_outbox (due_at) where state = 'waiting';
create index mail_outbox_recipient on mail_outbox (recipient, settled_at) where state = 'sent';
-- Retention.
create index mail_outbox_settled on mail_outbox (settled_at) where state <> 'waiting';
create index mail_outbox_user on mail_outbox (user_id);
