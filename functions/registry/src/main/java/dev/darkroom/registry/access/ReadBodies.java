package dev.darkroom.registry.access;

import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.events.Texts;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads what a request carries before the request gets a thread: else whoever sends it slowly, or never to its end, would keep
 * the thread from all others. The resources find it read.
 */
@ApplicationScoped
public class ReadBodies {
    /** How long one may take to come. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** How many bytes of them are held at a time: 32 of the largest. */
    private static final long ROOM = 32L * CatalogueUpdated.LARGEST;
    /** Behind what says who asks, and how often; before the resources. */
    private static final int ORDER = 80;

    private final Duration patience;
    private final long room;
    private final AtomicLong held = new AtomicLong();

    ReadBodies(Duration patience, long room) {
        this.patience = patience;
        this.room = room;
    }

    @Inject
    ReadBodies() {
        this(PATIENCE, ROOM);
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, ORDER);
    }

    /** Of those who are not known nothing is read: they are refused, and must not take the room of others. */
    void handle(RoutingContext request) {
        if (FrontDoor.hasBody(request.request()) && HttpCaller.known(request).isPresent()) {
            new Body(request).read();
        } else {
            request.next();
        }
    }

    /** What one request carries, so far. */
    private final class Body {
        private final RoutingContext request;
        private final Buffer bytes = Buffer.buffer();
        private final long deadline;
        private boolean over;

        Body(RoutingContext request) {
            this.request = request;
            deadline = request.vertx().setTimer(patience.toMillis(), any -> refuse(tooSlow()));
        }

        void read() {
            request.addEndHandler(any -> {
                stop();
                held.addAndGet(-bytes.length());
            });
            HttpServerRequest from = request.request();
            from.handler(this::add).endHandler(any -> pass()).exceptionHandler(any -> stop());
            if (HttpHeaders.CONTINUE.toString().equalsIgnoreCase(from.getHeader(HttpHeaders.EXPECT))) {
                request.response().writeContinue();
            }
            from.resume();
        }

        private void add(Buffer more) {
            if (over) {
                return;
            }
            if (bytes.length() + more.length() > CatalogueUpdated.LARGEST) {
                refuse(Problem.tooLarge());
            } else if (held.get() + more.length() > room) {
                request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
                refuse(Problem.of(503, "busy", "too many send catalogues at the same time: send it again"));
            } else {
                held.addAndGet(more.length());
                bytes.appendBuffer(more);
            }
        }

        private void pass() {
            if (!over) {
                stop();
                ((RoutingContextInternal) request).setBody(bytes);
                request.next();
            }
        }

        private void refuse(Problem problem) {
            stop();
            HttpServerResponse response = request.response();
            if (!response.ended()) {
                response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                problem.answer(request);
            }
        }

        private void stop() {
            over = true;
            request.vertx().cancelTimer(deadline);
        }
    }

    private Problem tooSlow() {
        return Problem.of(
                408,
                "body-too-slow",
                "what a request carries must have come within " + Texts.of(patience)
                        + ": send it again, over a faster connection or in smaller parts");
    }
}
