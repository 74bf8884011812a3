package dev.skein.ingest.api;

import dev.skein.http.ApiError;
import dev.skein.http.ApiException;
import dev.skein.http.Bearer;
import dev.skein.http.Ids;
import dev.skein.http.Viewer;
import dev.skein.ingest.postgres.People;
import dev.skein.ingest.postgres.UserRow;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** Says in whose name a call is made: the token's, or with the operator's token whoever {@code Skein-Act-As} names. */
public final class Actors {
    static final String ACT_AS = "Skein-Act-As";

    private final Bearer bearer;
    private final Operator operator;
    private final People people;
    private final WriteLimits limits;

    public Actors(Bearer bearer, Operator operator, People people, WriteLimits limits) {
        this.bearer = bearer;
        this.operator = operator;
        this.people = people;
        this.limits = limits;
    }

    /** Who reads. */
    public UserRow reader(Context ctx) {
        @Nullable String actAs = ctx.header(ACT_AS);
        return actAs == null ? self(ctx) : byOperator(ctx, actAs);
    }

    /** Who writes; 429 if they write too much. The operator may write as much as they like. */
    public UserRow writer(Context ctx) {
        @Nullable String actAs = ctx.header(ACT_AS);
        if (actAs != null) {
            return byOperator(ctx, actAs);
        }
        UserRow self = self(ctx);
        limits.count(self.id());
        return self;
    }

    /** The session of the call's own token; the operator's is none. */
    public Viewer session(Context ctx) {
        return bearer.required(ctx);
    }

    private UserRow self(Context ctx) {
        Viewer viewer = bearer.required(ctx);
        return people.byId(viewer.userId())
                .orElseThrow(() -> new ApiException(
                        new ApiError.Unauthorized("invalid_token", "The account of this token is gone.")));
    }

    private UserRow byOperator(Context ctx, String actAs) {
        operator.require(ctx);
        long id = Ids.parse(actAs);
        if (id == Ids.NONE) {
            throw ApiException.badRequest(ACT_AS, "is not an id");
        }
        return people.byId(id).orElseThrow(() -> ApiException.unprocessable(ACT_AS, "There is no such user."));
    }
}
