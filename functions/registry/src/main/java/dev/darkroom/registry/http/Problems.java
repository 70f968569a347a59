package dev.darkroom.registry.http;

import dev.darkroom.registry.query.QueryException;
import dev.darkroom.registry.query.Refusal;
import dev.darkroom.registry.store.StoreException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Errors as problem details (RFC 9457). */
public class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final String MEDIA_TYPE = "application/problem+json";
    private static final int COME_BACK_SECONDS = 5;

    /** The body of an error; {@code code} says what is wrong for programs, {@code detail} for people. */
    record Problem(String type, String title, int status, String code, String detail) {}

    @ServerExceptionMapper
    public Response refused(QueryException e) {
        return problem(status(e.refusal()), e.refusal().label(), e.getMessage());
    }

    @ServerExceptionMapper
    public Response unavailable(StoreException e) {
        LOG.error("registry: a question could not be answered", e);
        return problem(503, "registry-unavailable", "the registry's database cannot be used at present; ask again");
    }

    @ServerExceptionMapper
    public Response other(WebApplicationException e) {
        Response.StatusType status = e.getResponse().getStatusInfo();
        String code = status.getReasonPhrase().toLowerCase(Locale.ROOT).replace(' ', '-');
        return problem(status.getStatusCode(), code, status.getReasonPhrase());
    }

    static Response problem(int status, String code, String detail) {
        Response.StatusType known = Response.Status.fromStatusCode(status);
        String title = known == null ? code : known.getReasonPhrase();
        var body = new Problem("https://darkroom.dev/problems/" + code, title, status, code, detail);
        Response.ResponseBuilder answer = Response.status(status)
                .entity(Answers.write(body).getBytes(StandardCharsets.UTF_8))
                .type(MEDIA_TYPE);
        return status == 503
                ? answer.header(HttpHeaders.RETRY_AFTER, COME_BACK_SECONDS).build()
                : answer.build();
    }

    private static int status(Refusal refusal) {
        return switch (refusal) {
            case QUESTION_INVALID -> 400;
            case KEY_UNKNOWN, TARGET_UNKNOWN, CATALOGUE_UNKNOWN, NO_ID -> 404;
            case TARGET_AMBIGUOUS -> 409;
            case TARGET_MISSING, NOT_READY, BUSY -> 503;
        };
    }
}
