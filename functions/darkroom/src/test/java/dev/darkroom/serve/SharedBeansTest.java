package dev.darkroom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.staging.KeyGuard;
import dev.darkroom.staging.Progress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedBeansTest {

    @Test
    void whatIsFreeForStagedBytesIsGauged(@TempDir Path data) {
        var meters = new SimpleMeterRegistry();

        new SharedBeans().staging(data, new KeyGuard(), Progress.SILENT, meters);

        assertThat(meters.get("darkroom.staging.free").gauge().value())
                .isPositive()
                .isLessThanOrEqualTo(data.toFile().getTotalSpace());
    }
}
