package dev.skein.streams.author;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.schemas.store.HandleClaim;
import dev.skein.streams.Given;
import dev.skein.streams.author.UserRules.Holder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserRulesTest {
    private record Claim(long user, boolean held, long at) {}

    /** One handle passes from person to person; each one's claims keep their order, those of two people do not. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aHandleEndsWithItsHolderHoweverTheNewsOfTwoPeopleMix(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            Map<Long, List<Claim>> byUser = new HashMap<>();
            Long holder = null;
            for (long at = 1; at <= 10; at++) {
                long actor = holder != null ? holder : Given.user(random.nextInt(3));
                byUser.computeIfAbsent(actor, key -> new ArrayList<>()).add(new Claim(actor, holder == null, at));
                holder = holder == null ? actor : null;
                if (holder != null && random.nextInt(4) == 0) {
                    break;
                }
            }

            Holder end = null;
            List<List<Claim>> left = new ArrayList<>(byUser.values());
            while (!left.isEmpty()) {
                List<Claim> next = left.get(random.nextInt(left.size()));
                end = apply(end, next.remove(0));
                left.removeIf(List::isEmpty);
            }

            assertThat(end == null ? null : end.userId()).isEqualTo(holder);
        }
    }

    private static @Nullable Holder apply(@Nullable Holder holder, Claim claim) {
        return UserRules.holder(holder, new HandleClaim(claim.user, claim.held), claim.at);
    }
}
