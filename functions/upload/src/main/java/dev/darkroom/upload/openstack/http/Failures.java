package dev.darkroom.upload.openstack.http;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.HttpTimes;
import dev.darkroom.events.Reasons;
import dev.darkroom.events.Texts;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Clock;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.openstack4j.api.exceptions.ResponseException;

/** What an answer, or its absence, means for us, in a sentence that names the cloud and the service. */
public final class Failures {
    private static final Pattern STORE_IS_FULL = Pattern.compile("(?i)storage media is full");

    private final String cloud;
    private final Clock clock;

    public Failures(String cloud, Clock clock) {
        this.cloud = cloud;
        this.clock = clock;
    }

    /** @param service who was asked: Keystone, or the image service */
    public FailureException of(String service, ResponseException e) {
        return e instanceof Refusal refusal ? of(service, refusal) : unreachable(service, e);
    }

    FailureException of(String service, Refusal refusal) {
        boolean away = passes(refusal) || lacksItsImages(refusal);
        return of(service, refusal, away ? FailureCode.TARGET_UNAVAILABLE : code(refusal.getStatus()));
    }

    /** By 413 Glance means a project's quota, and the store's full disk, which is nothing of the project's. */
    private static boolean passes(Refusal refusal) {
        return refusal.getStatus() == 413
                && (refusal.retryAfter().isPresent()
                        || STORE_IS_FULL.matcher(refusal.getMessage()).find());
    }

    /** The list of images is never missing: who says so is not the image service, but answers in its place. */
    private static boolean lacksItsImages(Refusal refusal) {
        return refusal.getStatus() == 404 && refusal.request().endsWith("/images");
    }

    public FailureException of(String service, Refusal refusal, FailureCode code) {
        String words = refusal.getMessage().isEmpty() ? "" : ": " + Texts.clean(refusal.getMessage());
        return new FailureException(
                code,
                "cloud " + cloud + ": " + service + " answered " + refusal.getStatus() + " to " + refusal.request()
                        + words + hint(code),
                refusal.retryAfter()
                        .flatMap(value -> HttpTimes.retryAfter(value, clock.instant()))
                        .orElse(null),
                null);
    }

    private FailureException unreachable(String service, ResponseException e) {
        return new FailureException(
                FailureCode.TARGET_UNAVAILABLE,
                "cloud " + cloud + ": " + service + ": " + e.getMessage(),
                e.getCause());
    }

    /** No image is the reason that a service has moved (3xx), or knows no such method (405): those are about the way to it. */
    public static FailureCode code(int status) {
        if (status < 400) {
            return FailureCode.TARGET_UNAVAILABLE;
        }
        return switch (status) {
            case 401, 403 -> FailureCode.TARGET_UNAUTHORIZED;
            case 413 -> FailureCode.QUOTA_EXCEEDED;
            case 405, 408, 425, 429 -> FailureCode.TARGET_UNAVAILABLE;
            default -> status >= 500 ? FailureCode.TARGET_UNAVAILABLE : FailureCode.TARGET_REFUSED;
        };
    }

    private static String hint(FailureCode code) {
        if (code == FailureCode.TARGET_UNAUTHORIZED) {
            return " (check the cloud's credentials, and the roles of their user in the project)";
        }
        return code == FailureCode.QUOTA_EXCEEDED
                ? " (raise the project's quota, or delete images that nobody needs)"
                : "";
    }

    /** What a failed request means, where the JDK's own words say too little. None of them quotes a header or a body. */
    static String words(IOException e) {
        return switch (e) {
            case HttpConnectTimeoutException timeout -> "no connection came about in time";
            case ConnectException before -> Texts.clean(Reasons.of(before));
            case UnknownHostException unknown -> Reasons.of(unknown);
            case SSLException tls ->
                "TLS failed: " + Texts.clean(String.valueOf(tls.getMessage()))
                        + " (cacert: names certificates to trust instead of the system's)";
            case CloudHttp.GaveUp ours -> ours.getMessage();
            default -> "the connection broke: " + Texts.clean(Reasons.of(e));
        };
    }
}
