package dev.darkroom.convert;

import dev.darkroom.events.Bus;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.Event;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageFailed;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.staging.KeyGuard;
import dev.darkroom.staging.Stage;
import dev.darkroom.staging.SweepStaging;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.funqy.Funq;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** {@code image.fetched} -> {@code image.converted}, once for each wanted format. */
@ApplicationScoped
public class ConvertFunction {
    private final ConvertImage step;
    private final SweepStaging sweeping;
    private final Stage stage;

    ConvertFunction(ConvertImage step, SweepStaging sweeping, Bus bus, KeyGuard guard, MeterRegistry meters) {
        this.step = step;
        this.sweeping = sweeping;
        this.stage = new Stage("convert", bus, guard, meters);
    }

    @Funq("convert")
    @Incoming("fetched")
    @Blocking(value = "convert-pool", ordered = false)
    public void convert(ImageFetched event) {
        var outcomes = new ArrayList<Event>();
        for (DiskFormat format : event.formats()) {
            var work = new Stage.Work(event.key(), null, format, event.attempt());
            outcomes.add(stage.run(work, () -> step.convert(event, format)));
        }
        if (!outcomes.isEmpty() && outcomes.stream().allMatch(ConvertFunction::lacksSpace)) {
            sweeping.giveWay(event.key());
        }
    }

    private static boolean lacksSpace(Event outcome) {
        return outcome instanceof ImageFailed failed && failed.code() == FailureCode.NO_SPACE;
    }
}
