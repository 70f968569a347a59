package dev.darkroom.upload;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.staging.Places;
import dev.darkroom.staging.Stage;
import io.quarkus.funqy.Funq;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** {@code image.converted} -> {@code image.ready}, at every target that takes this format. */
@ApplicationScoped
public class UploadFunction {
    private final Targets targets;
    private final UploadImage step;
    private final UploadStage stage;
    private final Places places;

    UploadFunction(Targets targets, UploadImage step, UploadStage stage, UploadConfig config) {
        this.targets = targets;
        this.step = step;
        this.stage = stage;
        this.places = new Places(config.concurrency());
    }

    @Funq("upload")
    @Incoming("converted")
    @Blocking(value = "upload-pool", ordered = false)
    public void upload(ImageConverted event) {
        places.in(event.key() + "/" + event.artifact().format(), () -> stage.run(pieces(event)));
    }

    private List<UploadStage.Piece> pieces(ImageConverted event) {
        DiskFormat format = event.artifact().format();
        return targets.taking(event.spec(), format).stream()
                .map(target -> new UploadStage.Piece(
                        new Stage.Work(event.key(), target.name(), format, event.attempt()),
                        () -> step.upload(event, target)))
                .toList();
    }
}
