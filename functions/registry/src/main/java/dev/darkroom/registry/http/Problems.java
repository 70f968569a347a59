package dev.darkroom.registry.http;

import dev.darkroom.registry.EnoughMemory;
import dev.darkroom.registry.access.Problem;
import dev.darkroom.registry.query.QueryException;
import dev.darkroom.registry.query.Refusal;
import dev.darkroom.registry.store.StoreException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Errors as problem details (RFC 9457). */
public class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final int COME_BACK_SECONDS = 5;
    private static final Pattern POSTED = Pattern.compile("/?(catalogues|images/[^/]+/retry)/?");

    @ServerExceptionMapper
    public Response refused(QueryException e) {
        return problem(status(e.refusal()), e.refusal().label(), e.getMessage());
    }

    @ServerExceptionMapper
    public Response unavailable(StoreException e) {
        LOG.error("registry: a question could not be answered", e);
        return e.lacksMemory()
                ? tooLittleMemory()
                : problem(503, "registry-unavailable", "the registry's database cannot be used at present; ask again");
    }

    @ServerExceptionMapper
    public Response withoutMemory(OutOfMemoryError e) {
        LOG.error("registry: a question could not be answered", e);
        return tooLittleMemory();
    }

    private static Response tooLittleMemory() {
        return problem(
                503,
                "memory-exhausted",
                "the process has too little memory for all images that it knows: "
                        + EnoughMemory.more(Runtime.getRuntime().maxMemory()));
    }

    @ServerExceptionMapper
    public Response anonymous(UnauthorizedException e) {
        Problem problem = Problem.anonymous();
        return answer(problem)
                .header(HttpHeaders.WWW_AUTHENTICATE, problem.challenge())
                .build();
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException e) {
        return answer(Problem.forbidden()).build();
    }

    /** What the framework refuses before any resource sees it. */
    @ServerExceptionMapper
    public Response other(WebApplicationException e, UriInfo asked) {
        return other(e, asked.getPath());
    }

    /** @param path what was asked for */
    static Response other(WebApplicationException e, String path) {
        Response.StatusType status = e.getResponse().getStatusInfo();
        String code = status.getReasonPhrase().toLowerCase(Locale.ROOT).replace(' ', '-');
        String detail = switch (status.getStatusCode()) {
            case 404 ->
                "nothing is at this path: ask /images, /images/{key}, /ids, /targets, /aliases or /catalogues/{name}";
            case 400 -> "the question cannot be read: see that its headers, such as Accept, are well-formed";
            case 405 ->
                "this path does not take that method: questions are GET; POST goes to /catalogues"
                        + " and /images/{key}/retry";
            case 406 -> "the answer is application/json, or text/plain for one image's ID: accept what it is";
            case 415 -> "send it as JSON, with the header `Content-Type: application/json`";
            default -> status.getReasonPhrase();
        };
        Response answer = problem(status.getStatusCode(), code, detail);
        return status.getStatusCode() == 405
                ? Response.fromResponse(answer)
                        .header(HttpHeaders.ALLOW, methods(path))
                        .build()
                : answer;
    }

    /** Asked by OPTIONS, the framework names the methods of all paths that one class answers. */
    @ServerResponseFilter
    public void options(ContainerRequestContext asked, ContainerResponseContext answer) {
        answer.getHeaders()
                .computeIfPresent(
                        HttpHeaders.ALLOW,
                        (name, any) -> List.of(methods(asked.getUriInfo().getPath())));
    }

    private static String methods(String path) {
        return POSTED.matcher(path).matches() ? "POST" : "GET, HEAD";
    }

    private static Response problem(int status, String code, String detail) {
        Response.ResponseBuilder answer = answer(Problem.of(status, code, detail));
        return status == 503 || status == 429
                ? answer.header(HttpHeaders.RETRY_AFTER, COME_BACK_SECONDS).build()
                : answer.build();
    }

    private static Response.ResponseBuilder answer(Problem problem) {
        return Response.status(problem.status()).entity(problem.json()).type(Problem.MEDIA_TYPE);
    }

    private static int status(Refusal refusal) {
        return switch (refusal) {
            case QUESTION_INVALID, CATALOGUE_INVALID -> 400;
            case KEY_UNKNOWN, TARGET_UNKNOWN, CATALOGUE_UNKNOWN, NO_ID, IMAGE_FAILED -> 404;
            case TARGET_AMBIGUOUS, NOTHING_TO_RETRY -> 409;
            case CATALOGUE_TOO_LARGE -> 413;
            case WAITS_TOO_MUCH -> 429;
            case TARGET_MISSING, NOT_READY, BUSY, BUS_UNAVAILABLE -> 503;
        };
    }
}
