package dev.skein.bench.demo;

import dev.skein.bench.client.Api;
import dev.skein.bench.client.HttpLoop;
import dev.skein.bench.client.SystemOptions;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code skein demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Fills a running system with 50 people and a few hundred tweets, and says how to look at them.",
            "",
            "Needs no operator: everybody registers and logs in with a password, as anyone would. A second time it finds"
                    + " them there and adds nothing.",
            ""
        })
public final class DemoCommand implements Callable<Integer> {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);
    private static final int CONNECTIONS = 8;
    private static final int LOGINS_SHOWN = 2;

    @Mixin
    private SystemOptions system = new SystemOptions();

    @Override
    public Integer call() {
        PrintStream out = System.out;
        Api api = system.api();
        try (HttpLoop loop = new HttpLoop(CONNECTIONS, REQUEST_TIMEOUT)) {
            Scene scene = new Scene(loop, api, out);
            if (scene.enter()) {
                out.println("They have been talking already: nothing is added.");
            } else {
                scene.play();
            }
            explain(out, api, scene.players());
        }
        return ExitCode.OK;
    }

    private static void explain(PrintStream out, Api api, List<Scene.Player> players) {
        Scene.Player reader = players.get(0);
        out.println();
        out.println("Two of the fifty, to log in as:");
        for (Scene.Player player : players.subList(0, LOGINS_SHOWN)) {
            out.printf(
                    "  handle %-18s password %s   (%s, id %d)%n",
                    player.person().handle(), Scene.PASSWORD, player.person().displayName(), player.id());
        }
        out.println();
        out.println("To try:");
        out.printf(
                "  TOKEN=$(curl -s %s/v1/sessions -H 'Content-Type: application/json' \\%n"
                        + "    -d '{\"handle\":\"%s\",\"password\":\"%s\"}' | sed 's/.*\"token\":\"\\([^\"]*\\)\".*/\\1/')%n",
                api.ingest(), reader.person().handle(), Scene.PASSWORD);
        out.printf("  curl -s -H \"Authorization: Bearer $TOKEN\" %s/v1/timelines/home%n", api.query());
        out.printf(
                "  curl -s -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' %s/v1/tweets \\%n"
                        + "    -d '{\"text\":\"First! #honk\"}'%n",
                api.ingest());
        out.printf("  curl -s %s/v1/users/%d/tweets%n", api.query(), reader.id());
        out.printf(
                "  curl -s %s/v1/users/by-handle/%s%n",
                api.query(), players.get(1).person().handle());
        out.printf("  curl -s '%s/v1/trends?window=1h'%n", api.query());
        out.printf("All calls: %s/docs and %s/docs%n", api.ingest(), api.query());
    }
}
