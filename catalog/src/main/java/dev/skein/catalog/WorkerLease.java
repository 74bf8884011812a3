package dev.skein.catalog;

/**
 * The right to make ids as one worker for a span of time. Whoever holds the worker next starts where this span ends, so
 * neither a crash, a pause nor a clock that goes back repeats an id.
 *
 * @param worker 0 to 127
 * @param fromMillis no id's time lies before it
 * @param idsUntilMillis no id's time reaches it
 */
public record WorkerLease(int worker, long fromMillis, long idsUntilMillis) {}
