package dev.skein.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skein.catalog.Id;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final long ID = Id.of(1_800_000_000_000L, 0, 0, 5);

    @TempDir
    private Path folder;

    private final Plan plan = Planner.plan(Activities.of("1 2 3 RT", "3 2 4 RT"));

    @Test
    void whatWasDoneIsKnownToTheNextRun() throws IOException {
        // Given
        try (Journal journal = open(7, new Outcomes(plan))) {
            journal.edges(2);
            journal.callDone(0, ID, 1_800_000_000_000L, 3);
            journal.callFailed(1);
        }

        // When
        Outcomes outcomes = new Outcomes(plan);
        try (Journal journal = open(7, outcomes)) {
            // Then
            assertThat(journal.resumed()).isTrue();
            assertThat(journal.edgesDone()).isEqualTo(2);
            assertThat(outcomes.idOf(0)).isEqualTo(ID);
            assertThat(outcomes.state(1)).isEqualTo(Outcomes.State.FAILED);
            assertThat(outcomes.state(2)).isEqualTo(Outcomes.State.OPEN);
        }
    }

    @Test
    void aRecordThatWasCutIsDropped() throws IOException {
        // Given
        try (Journal journal = open(7, new Outcomes(plan))) {
            journal.callDone(0, ID, 1_800_000_000_000L, 3);
            journal.callFailed(1);
        }
        try (FileChannel file = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            file.truncate(file.size() - 10);
        }

        // When
        Outcomes outcomes = new Outcomes(plan);
        try (Journal journal = open(7, outcomes)) {
            journal.callFailed(2);
        }

        // Then
        assertThat(outcomes.doneCount()).isEqualTo(1);
        assertThat(outcomes.failedCount()).isZero();
        assertThat(Files.size(file()) % 25).isZero();
    }

    @Test
    void theJournalOfAnotherSystemIsBegunAnew() throws IOException {
        // Given
        try (Journal journal = open(7, new Outcomes(plan))) {
            journal.callFailed(0);
        }

        // When
        Outcomes outcomes = new Outcomes(plan);
        try (Journal journal = open(8, outcomes)) {
            // Then
            assertThat(journal.startedOver()).isTrue();
            assertThat(journal.resumed()).isFalse();
            assertThat(outcomes.failedCount()).isZero();
        }
    }

    @Test
    void twoRunsDoNotShareAJournal() throws IOException {
        try (Journal journal = open(7, new Outcomes(plan))) {
            assertThat(journal.resumed()).isFalse();
            assertThatThrownBy(() -> open(7, new Outcomes(plan))).isInstanceOf(IOException.class);
        }
    }

    private Journal open(long firstUser, Outcomes outcomes) throws IOException {
        return Journal.open(file(), firstUser, outcomes, plan.size());
    }

    private Path file() {
        return folder.resolve("state/of.journal");
    }
}
