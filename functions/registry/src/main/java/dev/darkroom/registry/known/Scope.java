package dev.darkroom.registry.known;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageFailed;
import dev.darkroom.events.TargetName;

/**
 * What a failure affects, as text that sorts and is stored.
 *
 * @param text {@code *}, {@code format/<format>} or {@code target/<name>}
 */
public record Scope(String text) implements Comparable<Scope> {
    /** Every target that waits for the image. */
    public static final Scope ALL = new Scope("*");

    public static Scope of(DiskFormat format) {
        return new Scope("format/" + format);
    }

    public static Scope of(TargetName target) {
        return new Scope("target/" + target);
    }

    static Scope of(ImageFailed event) {
        if (event.target() != null) {
            return of(event.target());
        }
        return event.diskFormat() == null ? ALL : of(event.diskFormat());
    }

    @Override
    public int compareTo(Scope other) {
        return text.compareTo(other.text);
    }
}
