package dev.skein.streams.home;

import dev.skein.streams.home.SnapshotWriter.InterruptedSnapshotException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of one store as files in its folder: the one that counts, the one that is being written aside, and one that
 * the log has outlived.
 *
 * <p>Outlived: what comes after its end is no longer in the log. It is better than nothing, so it is kept until there is a
 * newer one; who loads it must know of the gap.
 */
final class Snapshots {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    private final Path current;
    private final Path aside;
    private final Path outlived;
    private final @Nullable String log;
    private final int partition;
    private final int partitions;

    /**
     * One that can be used.
     *
     * @param log whose records are in it
     * @param offset of the last record in it
     * @param millis when it was begun
     * @param isOutlived the log may lack what comes after it
     */
    record Found(Path file, String log, long offset, long millis, boolean isOutlived) {}

    /**
     * Those in a folder.
     *
     * @param log the id of the topic they must be of; null where that is not known yet: whoever uses one has to see to it,
     *     and nothing is removed, for the folder may be another process's
     */
    Snapshots(Path folder, @Nullable String log, int partition, int partitions) throws IOException {
        Files.createDirectories(folder);
        this.current = folder.resolve("timelines.snapshot");
        this.aside = folder.resolve("timelines.snapshot.new");
        this.outlived = folder.resolve("timelines.snapshot.outlived");
        this.log = log;
        this.partition = partition;
        this.partitions = partitions;
    }

    /** Looks for one and reads all of it; null where there is none. One that cannot be used is said in the log and removed. */
    @Nullable
    Found find(List<SnapshotPart> parts) throws IOException {
        if (log != null) {
            Files.deleteIfExists(aside);
        }
        Found found = find(current, parts, false);
        return found == null ? find(outlived, parts, true) : found;
    }

    private @Nullable Found find(Path file, List<SnapshotPart> parts, boolean isOutlived) throws IOException {
        try (SnapshotReader reader = new SnapshotReader(file)) {
            SnapshotHeader header = reader.header();
            String foreign = header.foreign(log == null ? header.log() : log, partition, partitions);
            if (foreign != null) {
                throw new UnusableSnapshotException(foreign);
            }
            Map<Integer, SnapshotPart> byKind = byKind(parts);
            reader.forEach((kind, payload) -> {
                part(byKind, kind);
                return true;
            });
            return new Found(file, header.log(), header.offset(), header.millis(), isOutlived);
        } catch (NoSuchFileException e) {
            return null;
        } catch (UnusableSnapshotException | BufferUnderflowException e) {
            if (log != null) {
                LOG.warn("the snapshot {} cannot be used, the log is: {}", file, e.getMessage());
                Files.deleteIfExists(file);
            }
            return null;
        }
    }

    /** Reads one into the parts of a state; ends early if cancelled. */
    void load(Found found, List<SnapshotPart> parts, BooleanSupplier cancelled) throws IOException {
        Map<Integer, SnapshotPart> byKind = byKind(parts);
        try (SnapshotReader reader = new SnapshotReader(found.file())) {
            reader.forEach((kind, payload) -> {
                SnapshotPart part = part(byKind, kind);
                while (payload.hasRemaining()) {
                    part.load(payload);
                }
                return !cancelled.getAsBoolean();
            });
        } catch (IOException | RuntimeException e) {
            // It was whole when it was found: it will not be better the next time.
            if (log != null) {
                Files.deleteIfExists(found.file());
            }
            throw e;
        }
    }

    /** Takes hold of a state, to be written as it is from here on. On the stream thread. */
    Cut cut(List<SnapshotPart> parts, long offset, long millis) {
        return new Cut(
                new SnapshotHeader(Objects.requireNonNull(log), partition, partitions, offset, millis),
                parts.stream()
                        .map(part -> new Cut.Section(part.kind(), part.cut()))
                        .toList());
    }

    /**
     * A state that is taken hold of.
     *
     * @param header says how far it goes
     */
    record Cut(SnapshotHeader header, List<Section> sections) {
        /** A part of it. */
        record Section(int kind, Consumer<SnapshotOutput> write) {}
    }

    /** Writes it aside, where nobody looks for it. False if cancelled. */
    boolean write(Cut cut, BooleanSupplier cancelled) throws IOException {
        try (SnapshotWriter writer = new SnapshotWriter(aside, cut.header(), cancelled)) {
            for (Cut.Section section : cut.sections()) {
                writer.kind(section.kind());
                section.write().accept(writer);
            }
            writer.finish();
            return true;
        } catch (InterruptedSnapshotException e) {
            return false;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof InterruptedSnapshotException) {
                return false;
            }
            throw e.getCause();
        }
    }

    /** From now on, what was written aside is the one that counts. */
    void publish() throws IOException {
        Files.move(aside, current, StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(outlived);
    }

    /** The log no longer holds what comes after the one that counts. */
    void outlive() throws IOException {
        if (Files.exists(current)) {
            Files.move(current, outlived, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static Map<Integer, SnapshotPart> byKind(List<SnapshotPart> parts) {
        return parts.stream().collect(Collectors.toMap(SnapshotPart::kind, Function.identity()));
    }

    private static SnapshotPart part(Map<Integer, SnapshotPart> byKind, int kind) throws UnusableSnapshotException {
        SnapshotPart part = byKind.get(kind);
        if (part == null) {
            throw new UnusableSnapshotException("it has parts of kind " + kind + ", which this program does not know");
        }
        return part;
    }
}
