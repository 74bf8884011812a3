package dev.skein.streams;

import dev.skein.catalog.SchemaRegistry;
import dev.skein.catalog.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what cannot be read, and what a processor refuses by {@link BadRecordException}, to the dead letters: the bytes
 * as they were, reason and place in the headers. Anything else is a bug or a server that does not answer, and stops the
 * application rather than lose a record.
 */
public final class DeadLetterHandler implements DeserializationExceptionHandler, ProcessingExceptionHandler {
    /** Why the record was refused. */
    public static final String REASON = "skein.reason";
    /** The topic it was read from. */
    public static final String TOPIC = "skein.topic";
    /** The partition it was read from. */
    public static final String PARTITION = "skein.partition";
    /** Its offset there. */
    public static final String OFFSET = "skein.offset";

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterHandler.class);

    @Override
    public DeserializationExceptionHandler.Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        if (exception instanceof SchemaRegistry.RegistryException) {
            LOG.error("the schema registry does not answer; the record is kept for later", exception);
            return DeserializationExceptionHandler.Response.fail();
        }
        return DeserializationExceptionHandler.Response.resume(
                List.of(deadLetter(context, record.key(), record.value(), reason(exception))));
    }

    @Override
    public ProcessingExceptionHandler.Response handleError(
            ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        if (exception instanceof BadRecordException bad) {
            return ProcessingExceptionHandler.Response.resume(List.of(deadLetter(
                    context, context.sourceRawKey(), context.sourceRawValue(), String.valueOf(bad.getMessage()))));
        }
        LOG.error("processor {} failed", context.processorNodeId(), exception);
        return ProcessingExceptionHandler.Response.fail();
    }

    @Override
    public void configure(Map<String, ?> configs) {}

    private static ProducerRecord<byte[], byte[]> deadLetter(
            ErrorHandlerContext context, byte[] key, byte[] value, String reason) {
        LOG.warn(
                "{}-{}@{} goes to the dead letters: {}",
                context.topic(),
                context.partition(),
                context.offset(),
                reason);
        Headers headers = new RecordHeaders(context.headers().toArray());
        header(headers, REASON, reason);
        header(headers, TOPIC, context.topic());
        header(headers, PARTITION, Integer.toString(context.partition()));
        header(headers, OFFSET, Long.toString(context.offset()));
        return new ProducerRecord<>(Topics.DEAD_LETTERS.name(), null, key, value, headers);
    }

    private static void header(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String reason(Exception exception) {
        Throwable cause = exception;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause == exception
                ? String.valueOf(exception.getMessage())
                : exception.getMessage() + ": " + cause.getMessage();
    }
}
