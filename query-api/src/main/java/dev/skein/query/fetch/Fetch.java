package dev.skein.query.fetch;

import dev.skein.catalog.Store;
import dev.skein.query.fetch.LookupCodec.Part;
import dev.skein.query.routing.Instance;
import dev.skein.query.routing.Routing;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up many keys, wherever they lie: those of this process directly, those of others in one call per instance, side by
 * side. What is not known when the deadline passes stays unknown. Answers of some kinds are given again for a moment.
 */
public final class Fetch {
    /** Where instances ask each other. */
    public static final String PATH = "/internal/v1/lookups";

    private static final Logger LOG = LoggerFactory.getLogger(Fetch.class);
    private static final int OK = 200;

    private final Routing routing;
    private final LocalAnswers local;
    private final Peers peers;
    private final Lookups lookups;
    private final LookupCodec codec;
    private final RecentAnswers recent;

    /** Finds owners by {@code routing}, and asks {@code local} and {@code peers}. */
    public Fetch(Routing routing, LocalAnswers local, Peers peers, Lookups lookups) {
        this.routing = routing;
        this.local = local;
        this.peers = peers;
        this.lookups = lookups;
        this.codec = new LookupCodec(lookups);
        this.recent = new RecentAnswers(lookups);
    }

    /** What can be looked up. */
    public Lookups lookups() {
        return lookups;
    }

    /** Begins to gather keys. */
    public Batch batch() {
        return new Batch();
    }

    /** Answers a question of another instance from what lies here, and from nothing else. */
    public byte[] answer(byte[] question) {
        LookupCodec.Answers answers = new LookupCodec.Answers();
        codec.question(question).forEach(part -> answerPart(part, answers));
        return answers.toBytes();
    }

    private <K, V> void answerPart(Part<K, V> part, LookupCodec.Answers answers) {
        Lookup<K, V> lookup = part.lookup();
        Asked<K, V> asked = new Asked<>(lookup, part.keys());
        byPartition(asked)
                .forEach((partition, places) ->
                        asked.answered(places, local.answer(lookup, partition, asked.keys(places))));
        for (int place = 0; place < part.keys().size(); place++) {
            answers.add(lookup, asked.knows(place) ? new Answer<>(true, asked.get(place)) : Answer.unknown());
        }
    }

    /** The places of what is not known yet, by partition. */
    private <K, V> Map<Integer, int[]> byPartition(Asked<K, V> asked) {
        int[] open = asked.open();
        int[] partitions = new int[open.length];
        for (int i = 0; i < open.length; i++) {
            partitions[i] = routing.partition(asked.lookup().key().id(asked.key(open[i])));
        }
        Map<Integer, int[]> byPartition = new HashMap<>();
        for (int partition : partitions) {
            if (!byPartition.containsKey(partition)) {
                int[] places = new int[open.length];
                int size = 0;
                for (int i = 0; i < open.length; i++) {
                    if (partitions[i] == partition) {
                        places[size++] = open[i];
                    }
                }
                byPartition.put(partition, Arrays.copyOf(places, size));
            }
        }
        return byPartition;
    }

    /** Keys of several kinds, looked up together. To be used by one thread, once. */
    public final class Batch {
        private final List<Asked<?, ?>> asked = new ArrayList<>();
        private final Set<Tried> tried = new HashSet<>();
        private boolean first = true;

        private Batch() {}

        /** Adds keys; what became of them, by their place in the list, is known after {@link #run}. */
        public <K, V> Asked<K, V> ask(Lookup<K, V> lookup, List<K> keys) {
            Asked<K, V> ask = new Asked<>(lookup, keys);
            recent.answer(ask);
            asked.add(ask);
            return ask;
        }

        /** Looks everything up. An instance that fails makes way for a copy, as long as there is time. */
        public void run(Duration within) {
            long deadlineNanos = System.nanoTime() + within.toNanos();
            // The first try leaves a peer that hangs enough time to be replaced by another.
            ask(Duration.ofNanos(within.toNanos() * 3 / 5), deadlineNanos);
            first = false;
            Duration left = Duration.ofNanos(deadlineNanos - System.nanoTime());
            if (asked.stream().anyMatch(ask -> !ask.knowsAll()) && left.toMillis() > 1) {
                ask(left, deadlineNanos);
            }
        }

        private void ask(Duration within, long deadlineNanos) {
            Map<Instance, List<Part<?, ?>>> elsewhere = new HashMap<>();
            List<Runnable> here = new ArrayList<>();
            for (Asked<?, ?> ask : asked) {
                distribute(ask, elsewhere, here);
            }
            List<Sent> sent = new ArrayList<>(elsewhere.size());
            elsewhere.forEach((peer, questions) -> sent.add(new Sent(questions, send(peer, questions, within))));
            here.forEach(Runnable::run);
            sent.forEach(call -> enter(call, deadlineNanos));
        }

        private <K, V> void distribute(
                Asked<K, V> ask, Map<Instance, List<Part<?, ?>>> elsewhere, List<Runnable> here) {
            Lookup<K, V> lookup = ask.lookup();
            byPartition(ask).forEach((partition, places) -> {
                Instance chosen = choose(ask, partition);
                if (chosen == null) {
                    return;
                }
                List<K> keys = ask.keys(places);
                Consumer<List<Answer<V>>> entry = answers -> {
                    ask.answered(places, answers);
                    recent.remember(lookup, keys, answers);
                };
                if (chosen.equals(routing.self())) {
                    here.add(() -> entry.accept(local.answer(lookup, partition, keys)));
                } else {
                    elsewhere.computeIfAbsent(chosen, peer -> new ArrayList<>()).add(new Part<>(lookup, keys, entry));
                }
            });
        }

        /** The first that was not asked in vain. */
        private @Nullable Instance choose(Asked<?, ?> ask, int partition) {
            Store<?, ?> store = ask.lookup().store();
            if (routing.isHere(store, partition) && tried.add(new Tried(ask, partition, routing.self()))) {
                return routing.self();
            }
            for (Instance candidate : routing.candidates(store, partition)) {
                boolean askedInVain = !first && candidate.equals(routing.self()) && routing.isHere(store, partition);
                if (!askedInVain && tried.add(new Tried(ask, partition, candidate))) {
                    return candidate;
                }
            }
            return null;
        }

        private CompletableFuture<HttpResponse<byte[]>> send(
                Instance peer, List<Part<?, ?>> questions, Duration within) {
            byte[] body = codec.question(questions);
            return peers.send(peer, Peers.to(peer, PATH).POST(HttpRequest.BodyPublishers.ofByteArray(body)), within);
        }

        private void enter(Sent call, long deadlineNanos) {
            try {
                HttpResponse<byte[]> response =
                        call.response().get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (response.statusCode() == OK) {
                    LookupCodec.answers(response.body(), call.questions());
                }
            } catch (ExecutionException | TimeoutException | IllegalArgumentException e) {
                LOG.debug("a look-up was not answered", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private record Tried(Asked<?, ?> ask, int partition, Instance instance) {}

    private record Sent(List<Part<?, ?>> questions, CompletableFuture<HttpResponse<byte[]>> response) {}
}
