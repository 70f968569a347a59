package dev.darkroom.fetch.openpgp;

import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;

/** A signature, a signed message or a key that is not to be relied on. The message is a clause that says why. */
public final class RefusedSignatureException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean early;

    RefusedSignatureException(String why) {
        this(why, false, null);
    }

    RefusedSignatureException(String why, Throwable cause) {
        this(why, false, cause);
    }

    private RefusedSignatureException(String why, boolean early, Throwable cause) {
        super(why, cause);
        this.early = early;
    }

    /** Of what is in order but for a time, which the clock here has not come to. */
    static RefusedSignatureException early(String what, Instant time, Instant now) {
        return new RefusedSignatureException(
                what + " " + time + ", and the clock here says " + now + ": one of the two is wrong", true, null);
    }

    /** Whether the clock here may be what is wrong: then it says nothing for good. */
    public boolean early() {
        return early;
    }

    /** Of a file with these signatures, none of which is to be relied on. */
    static RefusedSignatureException ofAll(List<RefusedSignatureException> reasons) {
        if (reasons.size() == 1) {
            return reasons.getFirst();
        }
        var why = new StringJoiner("; ", "of its " + reasons.size() + " signatures none will do: ", "");
        for (int i = 0; i < reasons.size(); i++) {
            why.add("of number " + (i + 1) + ", " + reasons.get(i).getMessage());
        }
        return new RefusedSignatureException(
                why.toString(), reasons.stream().anyMatch(RefusedSignatureException::early), reasons.getLast());
    }
}
