package dev.darkroom.cli.sync;

import dev.darkroom.serve.progress.Activity;
import java.util.List;

/** Shows people how far it is. */
public interface Display extends AutoCloseable {
    /** Called again and again, with everything as it is at the moment. */
    void show(List<Outcome> outcomes, List<Activity> activities);

    /** Leaves the terminal as it was found. */
    @Override
    void close();
}
