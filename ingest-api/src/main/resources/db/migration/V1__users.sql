-- People. Change data capture publishes id, handle, display_name, bio, created_at and version; the rest never leaves this database.
create table users (
    id            bigint primary key,
    handle        text   not null,
    email         text,
    phone         text,
    password_hash text,
    display_name  text   not null,
    bio           text   not null default '',
    created_at    bigint not null,
    version       bigint not null default 1
);

-- Unique without case. E-mail and password are missing for those whom an operator registered in bulk.
create unique index users_handle_key on users (lower(handle));
create unique index users_email_key on users (lower(email));

-- The higher version of a profile is the newer one, wherever its copies meet.
create function raise_version() returns trigger language plpgsql as $$
begin
    new.version := old.version + 1;
    return new;
end
$$;

create trigger users_raise_version before update on users
    for each row when (old.* is distinct from new.*) execute function raise_version();

-- What signs tokens: private keys (EC P-256) as JWK, shared by all instances. The newest signs, all are published.
create table signing_keys (
    id         text   primary key,
    jwk        text   not null,
    created_at bigint not null
);

-- Who makes ids as which worker. No id's time reaches ids_until, and the next holder starts there or later.
create table id_workers (
    worker    int    primary key,
    holder    uuid,
    ids_until bigint not null default 0
);
insert into id_workers (worker) select generate_series(0, 127);

-- Requests that may be repeated without being done twice. Owner is a user, or 0 for registrations.
create table idempotency_keys (
    owner        bigint  not null,
    key          text    not null,
    request_hash text    not null,
    id           bigint  not null,
    sent         boolean not null default false,
    created_at   bigint  not null,
    primary key (owner, key)
);
create index idempotency_keys_created_at on idempotency_keys (created_at);
