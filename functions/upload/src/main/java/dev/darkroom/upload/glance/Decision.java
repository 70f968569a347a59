package dev.darkroom.upload.glance;

import dev.darkroom.upload.openstack.RemoteImage;
import java.time.Duration;

/** What is to be done about one ID. Sealed: whoever looks at an image answers all of these. */
sealed interface Decision {

    /** Whether there is an image of ours that may stay. */
    default boolean keeps() {
        return switch (this) {
            case Create none -> false;
            case Replace useless -> false;
            case NextId taken -> false;
            case Send queued -> true;
            case Wait underWay -> true;
            case Done ready -> true;
            case Conflict other -> true;
            case Deactivated off -> true;
        };
    }

    /** There is no such image that we can see: make it. */
    record Create() implements Decision {}

    /** It is ours and waits for its bytes: send them. */
    record Send() implements Decision {}

    /** It is ours and has its bytes: only its metadata may have to be repaired. */
    record Done(RemoteImage image) implements Decision {}

    /**
     * It is ours and somebody is sending its bytes: leave it alone.
     *
     * @param left how much longer that is believed
     */
    record Wait(RemoteImage image, Duration left) implements Decision {}

    /** It is ours and will never become what it should be: delete it, and take the next ID. */
    record Replace(String why) implements Decision {}

    /** The ID is burnt or somebody else's: take the next one. */
    record NextId(String why) implements Decision {}

    /** It is ours, active, and has other bytes: that is not ours to mend. */
    record Conflict(RemoteImage image) implements Decision {}

    /** It is ours and was switched off by an operator of the cloud, who had a reason. */
    record Deactivated() implements Decision {}
}
