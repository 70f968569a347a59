package dev.darkroom.registry.access;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Lets each caller ask so much and no more. */
@ApplicationScoped
public class LimitRate {
    /** Behind the authentication (200), which says whose request it is; before the authorisation (100). */
    private static final int ORDER = 150;

    private final Rate rate;

    LimitRate(Rate rate) {
        this.rate = rate;
    }

    void register(@Observes Filters filters) {
        filters.register(
                request -> {
                    if (admits(request, HttpCaller.of(request))) {
                        request.next();
                    }
                },
                ORDER);
    }

    /** What was counted shall not count. */
    void giveBack(String caller) {
        rate.giveBack(caller);
    }

    /** Whether the caller may ask now; if not, it has been answered. */
    boolean admits(RoutingContext request, String caller) {
        long seconds = rate.seconds(caller);
        if (seconds > 0) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
            Problem.of(
                            429,
                            "too-many-requests",
                            "you ask more often than darkroom.http.rate allows: ask again in " + seconds
                                    + " s, or once with ?wait=")
                    .answer(request);
        }
        return seconds == 0;
    }
}
