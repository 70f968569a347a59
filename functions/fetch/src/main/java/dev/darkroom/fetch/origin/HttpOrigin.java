package dev.darkroom.fetch.origin;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import dev.darkroom.fetch.origin.UnreachableOrigins.AtRest;
import dev.darkroom.fetch.policy.Credentials;
import dev.darkroom.fetch.policy.Credentials.Pass;
import dev.darkroom.fetch.policy.OriginPolicy;
import dev.darkroom.fetch.policy.OriginPolicy.Admitted;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.function.LongSupplier;

/**
 * Asks over HTTP. Follows redirects by hand so that the policy sees every hop and no credentials go further than the first
 * host, and never asks for HEAD: some origins refuse it, and GET says the same.
 */
final class HttpOrigin implements Origin {
    private static final int MOST_REDIRECTS = 5;

    private final HttpConnector connector;
    private final OriginPolicy policy;
    private final Credentials credentials;
    private final ResponseReader reader;
    private final UnreachableOrigins unreachable;

    /**
     * One request and its answer.
     *
     * @param elsewhere whether it, or one before it, went to another host than the first
     */
    private record Hop(Admitted to, boolean elsewhere, HttpReply reply) {}

    HttpOrigin(
            HttpConnector connector,
            OriginPolicy policy,
            Credentials credentials,
            ResponseReader reader,
            LongSupplier nanos) {
        this.connector = connector;
        this.policy = policy;
        this.credentials = credentials;
        this.reader = reader;
        unreachable = new UnreachableOrigins(nanos);
    }

    @Override
    public Answer open(Ask ask) throws IOException {
        Hop hop = first(ask);
        for (int redirects = 0; isRedirect(hop.reply.status()); redirects++) {
            hop.reply.close();
            if (redirects == MOST_REDIRECTS) {
                throw new FailureException(
                        FailureCode.ORIGIN_REFUSED,
                        ask.source() + " redirects more than " + MOST_REDIRECTS
                                + " times: give the URL that it should end at");
            }
            hop = next(ask, hop);
        }
        boolean answered = false;
        try {
            Answer answer = reader.read(ask, hop.reply);
            answered = true;
            return answer;
        } finally {
            if (!answered) {
                hop.reply.close();
            }
        }
    }

    private Hop first(Ask ask) throws IOException {
        try {
            return unreachable.ask(ask.source(), () -> {
                Admitted to = policy.admit(ask.source(), ask.proven());
                return new Hop(to, false, get(ask, to, credentials.pass(to)));
            });
        } catch (AtRest e) {
            throw e.failure(e.getMessage());
        }
    }

    /** Where it rests, whoever redirects may lead elsewhere the next time: that is left to {@link RetryPolicy}. */
    private Hop next(Ask ask, Hop before) throws IOException {
        SourceUri from = before.to.url();
        SourceUri location = location(from, before.reply);
        return unreachable.ask(location, () -> {
            Admitted to = policy.admitRedirect(from, location, ask.proven());
            boolean elsewhere = before.elsewhere || !to.isSameHost(before.to);
            return new Hop(to, elsewhere, get(ask, to, elsewhere ? Pass.NONE : credentials.pass(to)));
        });
    }

    private HttpReply get(Ask ask, Admitted hop, Pass pass) throws IOException {
        var headers = new LinkedHashMap<>(pass.headers());
        if (ask.from() > 0) {
            headers.put("Range", "bytes=" + ask.from() + "-");
            if (ask.validator() != null) {
                headers.put("If-Range", ask.validator());
            }
        }
        return connector.get(hop, pass.on(hop.url().exact()), headers, ask.deadline());
    }

    private static boolean isRedirect(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private static SourceUri location(SourceUri from, HttpReply reply) {
        String location = reply.header("Location").orElse("");
        try {
            if (location.isBlank()) {
                throw new IllegalArgumentException("it names no location");
            }
            int fragment = location.indexOf('#');
            return new SourceUri(
                    resolve(from.exact(), URI.create(fragment < 0 ? location : location.substring(0, fragment))));
        } catch (IllegalArgumentException e) {
            // The location may hold a secret, and so may the exception that quotes it: neither is passed on.
            throw new FailureException(
                    FailureCode.ORIGIN_REFUSED,
                    from + " redirects (" + reply.status() + ") to a location that is missing or not allowed");
        }
    }

    /** By RFC 3986 §5.2.2: a reference without a path keeps the one before. {@link URI} would drop its last segment. */
    private static URI resolve(URI base, URI reference) {
        boolean samePath = reference.getScheme() == null
                && reference.getRawAuthority() == null
                && reference.getRawPath().isEmpty();
        if (!samePath) {
            return base.resolve(reference);
        }
        String query = reference.getRawQuery();
        return query == null ? base : URI.create(base.toString().split("\\?", 2)[0] + "?" + query);
    }
}
