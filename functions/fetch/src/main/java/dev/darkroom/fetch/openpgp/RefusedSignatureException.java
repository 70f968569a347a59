package dev.darkroom.fetch.openpgp;

import java.util.List;
import java.util.StringJoiner;

/** A signature, a signed message or a key that is not to be relied on. The message is a clause that says why. */
public final class RefusedSignatureException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedSignatureException(String why) {
        super(why);
    }

    RefusedSignatureException(String why, Throwable cause) {
        super(why, cause);
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
        return new RefusedSignatureException(why.toString(), reasons.getLast());
    }
}
