package dev.darkroom.upload;

import dev.darkroom.events.ImageRequested;
import dev.darkroom.staging.Stage;
import io.quarkus.funqy.Funq;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** {@code image.requested} -> {@code image.ready}, where only an image's metadata has to be repaired. */
@ApplicationScoped
public class RepairFunction {
    private final Targets targets;
    private final UploadImage step;
    private final UploadStage stage;

    RepairFunction(Targets targets, UploadImage step, UploadStage stage) {
        this.targets = targets;
        this.step = step;
        this.stage = stage;
    }

    @Funq("repair")
    @Incoming("repairs")
    @Blocking(value = "repair-pool", ordered = false)
    public void repair(ImageRequested event) {
        stage.run(targets.all().stream()
                .filter(target -> event.updates().containsKey(target.name()))
                .map(target -> new UploadStage.Piece(
                        new Stage.Work(
                                event.key(), target.name(), event.spec().formatAt(target.wants()), event.attempt()),
                        () -> step.repair(event, event.updates().get(target.name()), target)))
                .toList());
    }
}
