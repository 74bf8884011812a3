package dev.skein.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
    @Test
    void eachCommandHasHelp() {
        for (String command : List.of("replay", "demo", "bench")) {
            StringWriter out = new StringWriter();
            int code = Main.commandLine().setOut(new PrintWriter(out)).execute(command, "--help");

            assertThat(code).isZero();
            assertThat(out.toString()).contains("Usage: skein " + command).doesNotContain("${");
        }
    }

    @Test
    void eachBenchHasHelp() {
        for (String bench : List.of("fanout", "reads", "latency", "restart", "report")) {
            StringWriter out = new StringWriter();
            int code = Main.commandLine().setOut(new PrintWriter(out)).execute("bench", bench, "--help");

            assertThat(code).isZero();
            assertThat(out.toString()).contains("Usage: skein bench " + bench).doesNotContain("${");
        }
    }

    @Test
    void whatMakesNoSenseIsSaidInOneLine() {
        assertThat(errorOf("replay", "/no/such/file", "--operator-token", "t"))
                .isEqualTo("skein: there is no file /no/such/file");
        assertThat(errorOf("replay", "x", "--speed", "-1")).isEqualTo("skein: --speed is more than 0");
        assertThat(errorOf("bench", "--rounds", "0")).contains("--rounds");
        assertThat(errorOf("demo", "--ingest", "ftp://here")).contains("http://127.0.0.1:8080");
    }

    private static String errorOf(String... arguments) {
        StringWriter err = new StringWriter();
        CommandLine commandLine = Main.commandLine().setErr(new PrintWriter(err));
        assertThat(commandLine.execute(arguments)).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        return err.toString().strip();
    }
}
