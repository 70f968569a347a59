package dev.darkroom.serve.progress;

import dev.darkroom.events.ImageKey;

/** One activity on one image; {@code total} is -1 when not known. Bytes. */
public record Activity(ImageKey key, String activity, long done, long total) {
    boolean finished() {
        return total >= 0 && done >= total;
    }
}
