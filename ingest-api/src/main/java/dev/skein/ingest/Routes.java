package dev.skein.ingest;

import dev.skein.catalog.IdGenerator;
import dev.skein.http.ApiException;
import dev.skein.http.Problems;
import dev.skein.ingest.postgres.Database;
import io.javalin.router.JavalinDefaultRouting;
import org.jdbi.v3.core.JdbiException;

/** Every call of this API. */
final class Routes {
    private Routes() {}

    static void register(JavalinDefaultRouting router, Handlers handlers) {
        router.post("/v1/users", handlers.accounts()::register);
        router.post("/v1/sessions", handlers.sessions()::logIn);
        router.delete("/v1/sessions", handlers.sessions()::logOutEverywhere);
        router.delete("/v1/sessions/current", handlers.sessions()::logOut);
        router.get("/v1/users/me", handlers.accounts()::read);
        router.patch("/v1/users/me", handlers.accounts()::change);
        router.delete("/v1/users/me", handlers.accounts()::delete);
        router.put("/v1/users/me/password", handlers.sessions()::changePassword);
        router.get("/.well-known/jwks.json", handlers.keys()::jwks);

        router.post("/v1/tweets", handlers.tweets()::post);
        router.patch("/v1/tweets/{id}", handlers.tweets()::edit);
        router.delete("/v1/tweets/{id}", handlers.tweets()::delete);

        router.put("/v1/tweets/{id}/like", handlers.reactions()::like);
        router.delete("/v1/tweets/{id}/like", handlers.reactions()::unlike);
        router.put("/v1/tweets/{id}/dislike", handlers.reactions()::dislike);
        router.delete("/v1/tweets/{id}/dislike", handlers.reactions()::undislike);
        router.put("/v1/tweets/{id}/retweet", handlers.reactions()::retweet);
        router.delete("/v1/tweets/{id}/retweet", handlers.reactions()::unretweet);

        router.put("/v1/users/{id}/follow", handlers.relations()::follow);
        router.delete("/v1/users/{id}/follow", handlers.relations()::unfollow);
        router.put("/v1/users/{id}/block", handlers.relations()::block);
        router.delete("/v1/users/{id}/block", handlers.relations()::unblock);
        router.put("/v1/users/{id}/mute", handlers.relations()::mute);
        router.delete("/v1/users/{id}/mute", handlers.relations()::unmute);

        router.delete("/v1/suggestions/{id}", handlers.relations()::dismiss);
        router.put("/v1/notifications/read", handlers.notifications()::markRead);
        router.post("/v1/media", handlers.media()::begin);
        router.get("/v1/commands", handlers.commands()::withoutUpgrade);
        router.wsBeforeUpgrade("/v1/commands", handlers.commands()::upgrade);
        router.ws("/v1/commands", handlers.commands()::socket);

        router.post("/v1/admin/users", handlers.admin()::addUsers);
        router.post("/v1/admin/sessions", handlers.bulk()::openSessions);
        router.post("/v1/admin/follows", handlers.bulk()::follow);

        router.exception(
                IdGenerator.NoLeaseException.class,
                (e, ctx) -> Problems.answer(ApiException.unavailable("No ids can be made at the moment."), ctx));
        router.exception(
                JdbiException.class,
                (e, ctx) -> Problems.answer(
                        Database.isUnreachable(e) ? ApiException.unavailable("PostgreSQL does not answer.") : e, ctx));
    }
}
