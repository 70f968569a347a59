package dev.darkroom.registry.access;

import io.quarkus.security.ForbiddenException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Says why where no resource does: at the metrics. */
@ApplicationScoped
public class ForbiddenRoutes {

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(ForbiddenRoutes::handle);
    }

    private static void handle(RoutingContext request) {
        if (request.failure() instanceof ForbiddenException
                && !request.response().ended()) {
            Problem.forbidden().answer(request);
        } else {
            request.next();
        }
    }
}
