package dev.skein.local.server;

/** Logging of the servers that use log4j: lines to standard output, which is the server's log file. */
final class Log4j {

    private Log4j() {}

    /** @param chattyLevel the level of loggers that say at each start what nobody asks for (whole configurations) */
    static String properties(String chattyLevel) {
        return """
                rootLogger.level = INFO
                rootLogger.appenderRef.stdout.ref = STDOUT
                appender.console.type = Console
                appender.console.name = STDOUT
                appender.console.layout.type = PatternLayout
                appender.console.layout.pattern = %%d{ISO8601_OFFSET_DATE_TIME_HHCMM} %%p %%m (%%c)%%n
                logger.config.name = org.apache.kafka.common.config
                logger.config.level = %1$s
                logger.server.name = org.apache.kafka.server.config
                logger.server.level = %1$s
                logger.log.name = org.apache.kafka.storage.internals.log
                logger.log.level = %1$s
                logger.coordinator.name = org.apache.kafka.coordinator.group
                logger.coordinator.level = %1$s
                logger.reflections.name = org.reflections
                logger.reflections.level = %1$s
                """
                .formatted(chattyLevel);
    }
}
