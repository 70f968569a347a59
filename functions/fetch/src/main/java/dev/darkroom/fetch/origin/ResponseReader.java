package dev.darkroom.fetch.origin;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.HttpTimes;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an HTTP status and headers mean for us (RFC 9110). */
final class ResponseReader {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");
    private static final Pattern UNSATISFIED = Pattern.compile("bytes \\*/(\\d{1,18})");

    private final Clock clock;

    ResponseReader(Clock clock) {
        this.clock = clock;
    }

    /**
     * @throws OriginTrouble    when the origin may answer otherwise later
     * @throws FailureException when it will not
     */
    Origin.Answer read(Origin.Ask ask, HttpReply reply) throws OriginTrouble {
        Origin.Answer answer = answer(ask, reply);
        reply.isPart(Math.max(0, answer.from()), answer.total());
        return answer;
    }

    private Origin.Answer answer(Origin.Ask ask, HttpReply reply) throws OriginTrouble {
        int status = reply.status();
        long length = reply.length();
        return switch (status) {
            case 200 -> new Origin.Answer(Origin.Kind.WHOLE, 0, length, length, validator(reply), reply);
            case 206 -> rest(reply);
            case 416 -> new Origin.Answer(Origin.Kind.BEYOND, -1, 0, beyond(reply), validator(reply), reply);
            case 404, 410 ->
                throw new FailureException(
                        FailureCode.ORIGIN_NOT_FOUND,
                        ask.source() + " does not exist (" + status + "): correct " + ask.field()
                                + ", or publish the file");
            case 408, 425, 429 -> throw trouble(status, reply);
            default -> {
                if (status >= 500) {
                    throw trouble(status, reply);
                }
                throw new FailureException(
                        FailureCode.ORIGIN_DENIED,
                        ask.source() + " was answered with " + status + ": correct " + ask.field()
                                + ", have the origin give the file to everybody, or have in darkroom.origins.credentials what"
                                + " it wants to see");
            }
        };
    }

    private static Origin.Answer rest(HttpReply reply) {
        long length = reply.length();
        Matcher range = CONTENT_RANGE.matcher(reply.header("Content-Range").orElse(""));
        if (!range.matches()) {
            return new Origin.Answer(Origin.Kind.REST, -1, length, -1, validator(reply), reply);
        }
        long from = Long.parseLong(range.group(1));
        long announced = Long.parseLong(range.group(2)) - from + 1;
        long total = range.group(3).equals("*") ? -1 : Long.parseLong(range.group(3));
        boolean consistent =
                announced > 0 && (length < 0 || length == announced) && (total < 0 || from + announced <= total);
        return new Origin.Answer(Origin.Kind.REST, consistent ? from : -1, announced, total, validator(reply), reply);
    }

    private static long beyond(HttpReply reply) {
        Matcher range = UNSATISFIED.matcher(reply.header("Content-Range").orElse(""));
        return range.matches() ? Long.parseLong(range.group(1)) : -1;
    }

    private OriginTrouble trouble(int status, HttpReply reply) {
        return new OriginTrouble(
                FailureCode.ORIGIN_UNAVAILABLE,
                "it answered with " + status,
                reply.header("Retry-After")
                        .flatMap(value -> HttpTimes.retryAfter(value, clock.instant()))
                        .orElse(null),
                null);
    }

    /**
     * What may be sent as If-Range: a strong entity tag, else a date that is older than the answer, since a file that was
     * changed twice within one second has one date for two contents (RFC 9110 §8.8.2.2).
     */
    private static String validator(HttpReply reply) {
        Optional<String> tag = reply.header("ETag").filter(any -> any.startsWith("\"") && any.length() <= 256);
        return tag.orElseGet(() -> reply.header("Last-Modified")
                .filter(modified -> {
                    Optional<Instant> changed = HttpTimes.date(modified);
                    Optional<Instant> now = reply.header("Date").flatMap(HttpTimes::date);
                    return changed.isPresent()
                            && now.isPresent()
                            && changed.get().isBefore(now.get());
                })
                .orElse(null));
    }
}
