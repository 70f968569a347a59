package dev.darkroom.fetch;

import dev.darkroom.events.Texts;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Words for people, where the JDK's own say too little. */
final class Words {
    private Words() {}

    /** What a failed request means. The JDK's exceptions never quote the URL, so no secret of it is shown. */
    static String of(IOException e) {
        return switch (e) {
            case OriginTrouble trouble -> trouble.getMessage();
            case HttpConnectTimeoutException timeout -> "no connection came about in time";
            case ConnectException unresolved
            when unresolved.getCause() instanceof UnresolvedAddressException
                    || unresolved.getCause() != null
                            && unresolved.getCause().getCause() instanceof UnresolvedAddressException ->
                "its name cannot be resolved";
            case ConnectException refused -> "the connection was refused";
            case SSLException tls -> "TLS failed: " + Texts.clean(String.valueOf(tls.getMessage()));
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : Texts.clean(e.getMessage());
        };
    }

    static String duration(Duration duration) {
        if (duration.toMillis() < 1_000) {
            return duration.toMillis() + " ms";
        }
        return duration.toSeconds() < 120 ? duration.toSeconds() + " s" : duration.toMinutes() + " min";
    }
}
