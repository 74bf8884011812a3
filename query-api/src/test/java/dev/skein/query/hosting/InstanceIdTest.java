package dev.skein.query.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceIdTest {
    @Test
    void aRestartIsTheSameMember(@TempDir Path folder) {
        String first;
        try (InstanceId id = InstanceId.in(folder)) {
            first = id.value();
        }

        try (InstanceId id = InstanceId.in(folder)) {
            assertThat(id.value()).isEqualTo(first).hasSize(36);
        }
    }

    @Test
    void twoProcessesCannotHaveOneFolder(@TempDir Path folder) {
        try (InstanceId id = InstanceId.in(folder)) {
            assertThatThrownBy(() -> InstanceId.in(folder))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is used by another process");
            assertThat(id.value()).isNotEmpty();
        }
    }
}
