package dev.skein.local.server;

import java.util.List;
import java.util.Map;

/** The command line itself, doing the second half of a start behind the user's back. */
public final class Setup {

    /** The hidden command. */
    public static final String COMMAND = "finish";

    private static final int HEAP_MB = 128;

    private Setup() {}

    public static Launch launch(Home home, Checkout checkout) {
        List<String> command = Java.command(
                HEAP_MB,
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                "",
                List.of(
                        "-cp",
                        checkout.classes("local") + ":" + checkout.libraries("local") + "/*",
                        "dev.skein.local.Main",
                        COMMAND,
                        "--home",
                        home.root().toString()));
        return new Launch(command, Map.of(), Map.of());
    }
}
