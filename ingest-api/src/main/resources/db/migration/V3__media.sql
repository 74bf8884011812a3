-- What people may upload or have uploaded. Without a tweet it is removed after a while; so is what a deleted tweet or person leaves.
create table media (
    id           bigint primary key,
    owner        bigint not null,
    content_type text   not null,
    bytes        bigint not null,
    tweet        bigint,
    -- Counted from here on while it has no tweet, milliseconds since 1970-01-01 UTC.
    unused_since bigint not null
);
create index media_owner on media (owner);
create index media_tweet on media (tweet) where tweet is not null;
create index media_unused on media (unused_since) where tweet is null;
