-- Raised by every change of the networks in access_entries, in its transaction: an instance that holds this version in
-- memory holds all of them. Its one row is also the lock by which such changes take turns.
create table network_lists_version (
  one boolean primary key default true check (one),
  version bigint not null
);
insert into network_lists_version (version) values (1);
