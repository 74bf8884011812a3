package dev.skein.query.web;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.http.Bearer;
import dev.skein.http.Json;
import dev.skein.http.PageRequest;
import dev.skein.http.Problem;
import dev.skein.http.Viewer;
import dev.skein.http.model.PageJson;
import dev.skein.schemas.store.Candidate;
import dev.skein.schemas.store.Candidates;
import dev.skein.schemas.store.Relation;
import dev.skein.schemas.user.User;
import dev.skein.streams.RelationRules;
import dev.skein.streams.suggestions.CandidateRules;
import io.javalin.http.Context;
import io.javalin.openapi.HttpMethod;
import io.javalin.openapi.OpenApi;
import io.javalin.openapi.OpenApiContent;
import io.javalin.openapi.OpenApiParam;
import io.javalin.openapi.OpenApiResponse;
import io.javalin.openapi.OpenApiSecurity;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Whom one may want to follow. */
final class SuggestionHandlers {
    private final Shared with;

    SuggestionHandlers(Shared with) {
        this.with = with;
    }

    @OpenApi(
            path = "/v1/suggestions",
            methods = HttpMethod.GET,
            operationId = "suggestions",
            summary = "People whom those whom one follows follow, the one whom most of them follow first",
            tags = "Users",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            queryParams = {
                @OpenApiParam(name = "limit", type = Integer.class, description = Docs.LIMIT),
                @OpenApiParam(name = "cursor", description = Docs.CURSOR)
            },
            responses = {
                @OpenApiResponse(status = "200", content = @OpenApiContent(from = Docs.UserPage.class)),
                @OpenApiResponse(status = "400", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "401", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "503", content = @OpenApiContent(from = Problem.class))
            })
    void suggestions(Context ctx) {
        Viewer viewer = with.bearer().required(ctx);
        long me = viewer.userId();
        PageRequest request = PageRequest.of(ctx);
        String list = "suggestions/" + me;
        long[] after = request.place(with.cursors(), list, 2);
        int partition = with.routing().partition(me);
        with.forwarding().serve(ctx, Stores.CANDIDATES, partition, () -> {
            List<Candidate> candidates = candidates(me, partition, after);
            int size = candidates.size();
            // Places count down: the best has the highest.
            PageOf<User> page = PageOf.fill(
                    request.limit(),
                    size + 1L,
                    (before, count) -> IntStream.range(size + 1 - (int) before, size)
                            .limit(count)
                            .mapToObj(candidates::get)
                            .toList(),
                    candidate -> size - candidates.indexOf(candidate),
                    part -> people(me, partition, part));
            Long next = page.next();
            String cursor = next == null ? null : cursor(list, candidates.get(size - next.intValue()));
            Json.answer(ctx, 200, new PageJson<>(with.people().show(page.data()), cursor));
        });
    }

    private String cursor(String list, Candidate last) {
        return with.cursors().encode(list, CandidateRules.score(last), last.getId());
    }

    /** The best first, those after a place; the place is that of somebody who may be gone since. */
    private List<Candidate> candidates(long me, int partition, long @Nullable [] after) {
        List<Candidate> all = with.stores()
                .read(Stores.CANDIDATES, partition, store -> Optional.ofNullable(store.get(me)))
                .map(Candidates::getCandidates)
                .orElse(List.of());
        return all.stream()
                .filter(candidate -> after == null
                        || CandidateRules.score(candidate) < after[0]
                        || (CandidateRules.score(candidate) == after[0] && candidate.getId() < after[1]))
                .sorted(CandidateRules.BEST_FIRST)
                .toList();
    }

    /** Null for those whom one follows already, or does not want to, or who have left. */
    private List<@Nullable User> people(long me, int partition, List<Candidate> part) {
        List<Long> wanted =
                wanted(me, partition, part.stream().map(Candidate::getId).toList());
        return PageOf.resolve(
                part, candidate -> wanted.contains(candidate.getId()) ? candidate.getId() : null, with.people()::find);
    }

    private List<Long> wanted(long me, int partition, List<Long> ids) {
        List<Long> strangers = with.stores().read(Stores.SUGGESTION_EDGES, partition, edges -> ids.stream()
                .filter(id -> !isKnown(edges.get(new IdPair(me, id))))
                .toList());
        return with.stores().read(Stores.DISMISSED, partition, dismissed -> strangers.stream()
                .filter(id -> dismissed.get(new IdPair(me, id)) == null)
                .toList());
    }

    private static boolean isKnown(@Nullable Relation relation) {
        return RelationRules.follows(relation) || RelationRules.hides(relation);
    }
}
