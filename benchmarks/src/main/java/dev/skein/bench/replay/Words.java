package dev.skein.bench.replay;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes up what is said: the files hold no texts. A call's words are a function of the call, hashtags follow Zipf's law,
 * so there is something to find in the trends.
 */
public final class Words {
    private static final int HASHTAGS = 200;
    private static final long SENTENCE = 10;
    private static final long HOW_MANY = 11;
    private static final long WHICH = 12;

    private static final List<String> COMMON = List.of(
            "higgs",
            "cern",
            "lhc",
            "boson",
            "physics",
            "science",
            "atlas",
            "cms",
            "fivesigma",
            "standardmodel",
            "godparticle",
            "particles",
            "geneva",
            "ichep",
            "july4",
            "tevatron",
            "gev125",
            "nobel",
            "quarks",
            "energy",
            "masse",
            "universe",
            "collider",
            "détecteur",
            "протон",
            "物理",
            "newphysics",
            "live",
            "webcast",
            "history");

    private static final List<String> SENTENCES = List.of(
            "Five sigma. The whole room is on its feet.",
            "So this is what a bump at 125 GeV looks like",
            "Has anyone a stream that does not stutter?",
            "I have waited forty years for this slide.",
            "Reading the paper now, ask me again in an hour",
            "Comic Sans, of all things 😀",
            "Both experiments see it, independently.",
            "Il boson è arrivato, finalmente!",
            "What it means, and what it does not mean:",
            "Two photons go into a bar…",
            "It is \"consistent with\", not \"is\". For now.",
            "Queueing outside the auditorium since two in the morning",
            "My thesis just changed its title ¯\\_(ツ)_/¯",
            "Watch the error bars, not the headline",
            "これは歴史的な日だ",
            "The plot everyone will have on a T-shirt by Friday");

    private Words() {}

    /**
     * The hashtags of a call's tweet: none to three, each once.
     *
     * @param ending of each, so that what several casts say in one system can be told apart
     */
    public static List<String> hashtags(int call, String ending) {
        int wanted = Math.min(3, Mix.below(5, HOW_MANY, call));
        List<String> hashtags = new ArrayList<>(wanted);
        for (int i = 0; i < wanted; i++) {
            String hashtag = hashtag(Mix.zipf(HASHTAGS, WHICH + i, call)) + ending;
            if (!hashtags.contains(hashtag)) {
                hashtags.add(hashtag);
            }
        }
        return hashtags;
    }

    /**
     * The text of a call's tweet.
     *
     * @param mentioned the handle of who is mentioned, or ""
     * @param ending of each hashtag
     */
    public static String text(int call, String mentioned, String ending) {
        StringBuilder text = new StringBuilder();
        if (!mentioned.isEmpty()) {
            text.append('@').append(mentioned).append(' ');
        }
        text.append(SENTENCES.get(Mix.below(SENTENCES.size(), SENTENCE, call)));
        for (String hashtag : hashtags(call, ending)) {
            text.append(" #").append(hashtag);
        }
        return text.toString();
    }

    private static String hashtag(int rank) {
        return rank < COMMON.size() ? COMMON.get(rank) : "topic" + rank;
    }
}
