package dev.darkroom.serve;

import dev.darkroom.events.ByteSize;
import dev.darkroom.serve.data.DataDirectory;
import dev.darkroom.staging.disk.FullDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The end of a process whose broker cannot go on, most often because its disk is full. Said in a sentence, and at once: what
 * is not stored by now cannot be stored any more, and all that is goes on at the next start, as after a kill.
 */
final class BrokerLost implements Consumer<String> {
    /** Kafka gives up over a write that is larger than what is left. */
    private static final ByteSize FULL = ByteSize.ofMiB(8);

    private final DataDirectory data;
    private final Consumer<String> say;
    private final Runnable halt;
    private final AtomicBoolean heard = new AtomicBoolean();
    private volatile boolean started;

    /**
     * @param say  says something to people
     * @param halt ends the process, with the exit code of a failure and without anything that waits for the broker
     */
    BrokerLost(DataDirectory data, Consumer<String> say, Runnable halt) {
        this.data = data;
        this.say = say;
        this.halt = halt;
    }

    /** From now on another start goes on from here. One that meets what kept this one from starting gets no further. */
    void started() {
        started = true;
    }

    /** @param reason in the broker's words; null: only its log knows */
    @Override
    public void accept(String reason) {
        if (!heard.compareAndSet(false, true)) {
            return; // Several of its threads may find out.
        }
        try {
            forget();
            say.accept(why(reason)
                    + (started
                            ? ". This process ends; start it again, and everything goes on from here"
                            : ". Darkroom did not start"));
        } finally {
            halt.run();
        }
    }

    private void forget() {
        try {
            data.forget();
        } catch (IOException e) {
            // Nobody believes a note of a process that is gone.
        }
    }

    private String why(String reason) {
        try {
            long left = Files.getFileStore(data.root()).getUsableSpace();
            if (left < FULL.bytes()) {
                return "the disk of the data directory " + data.root() + " is full (" + new ByteSize(left)
                        + " left): make room";
            }
            Optional<String> inodes = Optional.ofNullable(reason).flatMap(words -> FullDisk.lackOfInodes(left, words));
            if (inodes.isPresent()) {
                return "the disk of the data directory " + data.root() + " " + inodes.get();
            }
        } catch (IOException e) {
            return data.unusable(e);
        }
        if (reason != null) {
            return "the embedded Kafka in " + data.kafka() + " gave up: " + reason;
        }
        return "the embedded Kafka gave up" + (started ? "; the log says why" : " and does not say why");
    }
}
