package dev.darkroom.upload.openstack.keystone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.upload.openstack.clouds.CloudSettings;
import dev.darkroom.upload.openstack.clouds.Secret;
import dev.darkroom.upload.openstack.http.CloudHttp;
import dev.darkroom.upload.openstack.http.Failures;
import dev.darkroom.upload.openstack.http.Refusal;
import dev.darkroom.upload.openstack.http.Route;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.function.Supplier;
import org.openstack4j.api.exceptions.ResponseException;
import org.openstack4j.core.transport.ClientConstants;
import org.openstack4j.core.transport.Config;
import org.openstack4j.core.transport.HttpRequest;
import org.openstack4j.core.transport.HttpResponse;
import org.openstack4j.core.transport.internal.HttpExecutor;

/**
 * Gets a token from Keystone. openstack4j's own way to one knows no application credentials; one request serves every kind.
 */
public final class IssueToken implements Supplier<IssuedToken> {
    private static final Duration LARGEST_MARGIN = Duration.ofMinutes(5);

    /** It has moved for good, such as from http to https, or it is something that takes no logins. */
    private static final Set<Integer> ELSEWHERE = Set.of(301, 308, 405);

    private final CloudSettings settings;
    private final Config route;
    private final Failures failures;
    private final Clock clock;

    public IssueToken(CloudSettings settings, CloudHttp http, Failures failures, Clock clock) {
        this.settings = settings;
        this.route = new Route(http, null).config();
        this.failures = failures;
        this.clock = clock;
    }

    /**
     * @throws FailureException {@code target-unauthorized} when Keystone refuses the credentials, {@code target-unknown}
     *     when it knows no image service for us, or does not understand us
     */
    @Override
    public IssuedToken get() {
        Instant asked = clock.instant();
        HttpResponse response;
        JsonNode token;
        try {
            response = HttpExecutor.create()
                    .execute(HttpRequest.builder(JsonNode.class)
                            .endpoint(settings.authUrl().toString())
                            .path(ClientConstants.PATH_TOKENS)
                            .methodPost()
                            .json(TokenRequest.of(settings.login()))
                            .config(route)
                            .build());
            token = response.readEntity(JsonNode.class).path("token");
        } catch (Refusal refusal) {
            throw failures.of(
                    "Keystone", refusal.without(settings.login().secret().reveal()), code(refusal.getStatus()));
        } catch (ResponseException e) {
            throw failures.of("Keystone at " + settings.authUrl(), e);
        }
        String id = response.header(ClientConstants.HEADER_X_SUBJECT_TOKEN);
        String project = token.at("/project/id").asText("");
        if (id == null || project.isEmpty()) {
            throw new FailureException(
                    FailureCode.TARGET_UNKNOWN,
                    "cloud " + settings.name() + ": " + settings.authUrl()
                            + " gave no token for a project: auth_url must lead to Keystone, the credentials to a project");
        }
        return new IssuedToken(
                new Secret(id), asked.plus(use(token)), project, new ServiceCatalogue(settings).imageEndpoint(token));
    }

    /** A login that is refused for another reason than its credentials was not understood, or did not reach Keystone. */
    private static FailureCode code(int status) {
        FailureCode code = Failures.code(status);
        return code == FailureCode.TARGET_REFUSED || ELSEWHERE.contains(status) ? FailureCode.TARGET_UNKNOWN : code;
    }

    /**
     * For how long a token is used. Reckoned by Keystone's own two times, so that its clock and ours need not agree; the
     * last quarter, at most some minutes, is left to calls that are under way.
     */
    private static Duration use(JsonNode token) {
        try {
            Duration life = Duration.between(time(token, "issued_at"), time(token, "expires_at"));
            Duration quarter = life.dividedBy(4);
            return life.minus(quarter.compareTo(LARGEST_MARGIN) < 0 ? quarter : LARGEST_MARGIN);
        } catch (DateTimeException e) {
            // It does not say: the 401 will.
            return Duration.ofDays(1);
        }
    }

    private static Instant time(JsonNode token, String field) {
        return Instant.from(
                DateTimeFormatter.ISO_DATE_TIME.parse(token.path(field).asText()));
    }
}
