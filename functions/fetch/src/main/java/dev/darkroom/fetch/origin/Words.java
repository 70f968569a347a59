package dev.darkroom.fetch.origin;

import dev.darkroom.events.Reasons;
import dev.darkroom.events.Texts;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Words for people, where those of exceptions say too little or too much. */
final class Words {
    private Words() {}

    /** What a failed request means. None quotes a URL or an answer, so no secret in them is shown. */
    static String of(IOException e) {
        return switch (e) {
            case OriginTrouble trouble -> trouble.getMessage();
            case HttpConnector.NoAnswer none -> none.getMessage();
            case NoHttpResponseException silent -> "it closed the connection without an answer";
            case MessageConstraintException answer -> "its answer has too many or too long headers";
            case SSLException tls -> "TLS failed: " + Texts.clean(String.valueOf(tls.getMessage()));
            default -> Texts.clean(Reasons.of(e));
        };
    }
}
