package dev.darkroom.fetch.proof;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;

/** A signature, a bundle, or the key behind one, that is not to be relied on. The message is a clause that says why. */
public final class RefusedProofException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Clocks differ; a signature of the next hour is a mistake or a trick. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final boolean early;

    public RefusedProofException(String why) {
        this(why, false, null);
    }

    public RefusedProofException(String why, Throwable cause) {
        this(why, false, cause);
    }

    private RefusedProofException(String why, boolean early, Throwable cause) {
        super(why, cause);
        this.early = early;
    }

    /** To be asked last: a clock that is behind excuses nothing else. */
    public static void requireMade(Instant made, Instant now) throws RefusedProofException {
        if (made.isAfter(now.plus(SKEW))) {
            throw early("it was made in the future, at", made, now);
        }
    }

    /** Of what is in order but for a time, which the clock here has not come to. */
    public static RefusedProofException early(String what, Instant time, Instant now) {
        return new RefusedProofException(
                what + " " + time + ", and the clock here says " + now + ": one of the two is wrong", true, null);
    }

    /** Whether the clock here may be what is wrong: then it says nothing for good. */
    public boolean early() {
        return early;
    }

    /** Of a file with these signatures, none of which is to be relied on. */
    public static RefusedProofException ofAll(List<RefusedProofException> reasons) {
        if (reasons.size() == 1) {
            return reasons.getFirst();
        }
        var why = new StringJoiner("; ", "of its " + reasons.size() + " signatures none will do: ", "");
        for (int i = 0; i < reasons.size(); i++) {
            why.add("of number " + (i + 1) + ", " + reasons.get(i).getMessage());
        }
        return new RefusedProofException(
                why.toString(), reasons.stream().anyMatch(RefusedProofException::early), reasons.getLast());
    }
}
