-- Keys take turns. All that have not retired are published; the newest whose time has come signs. A jwk may be encrypted (JWE).
alter table signing_keys add column not_before bigint;
update signing_keys set not_before = created_at;
alter table signing_keys alter column not_before set not null;
-- When the last token that it signed has expired; null until its successor is made.
alter table signing_keys add column retire_at bigint;
