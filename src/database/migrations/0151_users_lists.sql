-- Searches by the beginning of an address, and by a domain, whose accounts are then listed newest first.
create index users_address on users (email_key text_pattern_ops);
create index users_domain on users (split_part(email_key, '@', 2), created_at desc, id desc);

-- Lists by one trait, newest first: what is rare must not be looked for among everybody.
create index users_plan on users (plan, created_at desc, id desc);
create index users_disabled on users (created_at desc, id desc) where status = 'disabled';
create index users_admin_list on users (created_at desc, id desc) where role = 'admin';
create index users_services on users (created_at desc, id desc) where kind = 'service';
