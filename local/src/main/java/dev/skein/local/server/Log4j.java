package dev.skein.local.server;

import java.util.List;
import java.util.stream.Collectors;

/** Logging of the servers that use log4j: lines to standard output, which is the server's log file. */
final class Log4j {

    /** They write a line for each partition, each configuration key or each failed connection, at each start. */
    private static final List<String> CHATTY = List.of(
            "org.apache.kafka.clients",
            "org.apache.kafka.common.config",
            "org.apache.kafka.connect.runtime.isolation",
            "org.apache.kafka.controller",
            "org.apache.kafka.coordinator",
            "org.apache.kafka.server.config",
            "org.apache.kafka.server.metadata",
            "org.apache.kafka.storage.internals.log",
            "kafka.cluster.Partition",
            "kafka.log",
            "kafka.server.metadata",
            "state.change.logger");

    private Log4j() {}

    static String properties() {
        String chatty = CHATTY.stream()
                .map(logger -> {
                    String key = "logger." + logger.replace(".", "");
                    return key + ".name = " + logger + "\n" + key + ".level = WARN\n";
                })
                .collect(Collectors.joining());
        return """
                rootLogger.level = INFO
                rootLogger.appenderRef.stdout.ref = STDOUT
                appender.console.type = Console
                appender.console.name = STDOUT
                appender.console.layout.type = PatternLayout
                appender.console.layout.pattern = %d{ISO8601_OFFSET_DATE_TIME_HHCMM} %p %m (%c)%n
                """
                + chatty;
    }
}
