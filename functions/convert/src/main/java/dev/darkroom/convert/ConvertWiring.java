package dev.darkroom.convert;

import dev.darkroom.events.ByteSize;
import dev.darkroom.inspect.InspectImage;
import dev.darkroom.staging.Progress;
import dev.darkroom.staging.Stage;
import dev.darkroom.staging.Staging;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** Makes the step and its collaborators from configuration. */
@ApplicationScoped
class ConvertWiring {
    private static final Logger LOG = Logger.getLogger(ConvertWiring.class);
    private static final List<String> QEMU_IMG = List.of("qemu-img");
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final ProcessRunner runner = new LocalProcesses();

    /** Tries the sandbox before the first image comes, so that a process that must not run does not start. */
    void start(@Observes StartupEvent event, Confinement confinement) {
        LOG.log(confinement.full() ? Logger.Level.INFO : Logger.Level.WARN, confinement.description());
    }

    @Produces
    @Singleton
    ChooseSandbox.Choice sandbox(ConvertConfig config, SandboxConfig sandbox) {
        return new ChooseSandbox(runner, QEMU_IMG, LimitRules.of(config), PAUSE)
                .choose(sandbox.sandbox(), System.getProperty("os.arch"));
    }

    @Produces
    @Singleton
    Confinement confinement(ChooseSandbox.Choice choice) {
        return choice.confinement();
    }

    @Produces
    @Singleton
    ConvertImage convertImage(
            ConvertConfig config,
            ChooseSandbox.Choice choice,
            Staging staging,
            Progress progress,
            MeterRegistry meters) {
        var qemuImg = new QemuImg(runner, choice.sandbox(), QEMU_IMG, LimitRules.of(config));
        // How large a disk may be was decided when it was fetched; from there on it must only stay what it is.
        var inspection = new InspectImage(new ByteSize(Long.MAX_VALUE));
        return new ConvertImage(
                staging, qemuImg, new Agreement(inspection, qemuImg), progress, Stage.skipped(meters, "convert"));
    }
}
