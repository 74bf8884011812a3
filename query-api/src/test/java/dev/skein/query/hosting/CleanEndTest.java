package dev.skein.query.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanEndTest {
    private static final String APP = "skein-trends";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path stateDir;

    @SuppressWarnings("NullAway.Init")
    private Path store;

    @BeforeEach
    void aStore() throws IOException {
        store = stateDir.resolve(APP).resolve("0_1/rocksdb/tags/000001.sst");
        Files.createDirectories(store.getParent());
        Files.writeString(store, "entries");
    }

    @Test
    void storesLeftByACleanEndAreKept() {
        // Given
        CleanEnd.orNothing(stateDir, APP).reached();

        // When
        CleanEnd.orNothing(stateDir, APP);

        // Then
        assertThat(store).exists();
    }

    @Test
    void storesLeftByAKillAreRemovedAndThoseOfOthersKept() throws IOException {
        // Given
        Path other = Files.createDirectories(stateDir.resolve("skein-author/0_1"));
        CleanEnd.orNothing(stateDir, APP);

        // When
        CleanEnd.orNothing(stateDir, APP);

        // Then
        assertThat(stateDir.resolve(APP)).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void aSecondKillIsSeenAsWell() throws IOException {
        // Given
        CleanEnd.orNothing(stateDir, APP);
        CleanEnd.orNothing(stateDir, APP);
        aStore();

        // When
        CleanEnd.orNothing(stateDir, APP);

        // Then
        assertThat(store).doesNotExist();
    }
}
