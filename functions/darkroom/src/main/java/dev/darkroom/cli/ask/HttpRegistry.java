package dev.darkroom.cli.ask;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.events.Texts;
import dev.darkroom.registry.query.AliasView;
import dev.darkroom.registry.query.CatalogueView;
import dev.darkroom.registry.query.FindIds;
import dev.darkroom.registry.query.ImageView;
import dev.darkroom.registry.query.Refusal;
import dev.darkroom.registry.query.Rendering;
import dev.darkroom.registry.query.TargetView;
import dev.darkroom.serve.progress.Activity;
import dev.darkroom.wire.EventCodec;
import dev.darkroom.wire.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** A running Darkroom. It can be asked, told a catalogue, and watched. */
public final class HttpRegistry implements Registry {
    /** The registry holds whoever publishes for a few seconds. */
    private static final Duration UNTIL_ADMITTED = Duration.ofSeconds(10);
    /** Many a proxy breaks off after a minute without a byte. */
    private static final Duration LONGEST_QUESTION = Duration.ofSeconds(50);

    private static final Duration BREATH = Duration.ofSeconds(1);
    /** What is said after waiting, or by who lets nobody wait just now. */
    private static final Set<String> NOT_YET = Arrays.stream(Refusal.values())
            .filter(Refusal::retryable)
            .map(Refusal::label)
            .collect(Collectors.toSet());

    private final Exchange exchange;
    private final boolean forOneCommand;
    private final LongSupplier nanos;
    private Exchange.Answer images; // As it was last; null before.

    HttpRegistry(Exchange exchange, boolean forOneCommand) {
        this(exchange, forOneCommand, System::nanoTime);
    }

    /** @param nanos a clock that only runs forward */
    HttpRegistry(Exchange exchange, boolean forOneCommand, LongSupplier nanos) {
        this.exchange = exchange;
        this.forOneCommand = forOneCommand;
        this.nanos = nanos;
    }

    /**
     * One that may be anywhere.
     *
     * @param deadline begins with the first question; none takes much longer
     * @throws IllegalArgumentException rather than that a token goes to it unencrypted
     */
    public static HttpRegistry elsewhere(URI base, Credentials credentials, Deadline deadline) {
        return new HttpRegistry(Exchange.anywhere(base, credentials, deadline), false);
    }

    /**
     * The one in this process.
     *
     * @param token    null: it wants none
     * @param deadline begins with the first question; none takes much longer
     */
    public static HttpRegistry here(URI base, String token, Deadline deadline) {
        return new HttpRegistry(Exchange.here(base, new Credentials(token, null), deadline), false);
    }

    /** Whether it is another command's, and ends when that has done its own work. */
    public boolean forOneCommand() {
        return forOneCommand;
    }

    /** Where it answers. */
    public URI base() {
        return exchange.base();
    }

    @Override
    public SortedMap<String, ImageView> images() {
        String known = images == null ? null : images.header("etag").orElse(null);
        Exchange.Answer answer = exchange.get("/images", known);
        images = answer.status() == Exchange.NOT_MODIFIED ? images : answer;
        return read(images, new TypeReference<>() {});
    }

    @Override
    public ImageView image(String name) {
        return read(exchange.get("/images/" + encode(name), null), new TypeReference<>() {});
    }

    @Override
    public SortedMap<String, TargetView> targets() {
        return read(exchange.get("/targets", null), new TypeReference<>() {});
    }

    /** Asks again and again, each time for a part of the patience: who waits for hours is not let down half-way. */
    @Override
    public RenderedIds ids(FindIds.Question question, Rendering rendering) throws InterruptedException {
        long end = nanos.getAsLong() + TimeUnit.NANOSECONDS.convert(question.patience());
        Outage outage = null; // Nobody has answered yet.
        while (true) {
            Duration left = Duration.ofNanos(Math.max(0, end - nanos.getAsLong()));
            try {
                return ids(question, rendering, left.compareTo(LONGEST_QUESTION) < 0 ? left : LONGEST_QUESTION);
            } catch (UnansweredException e) {
                if (end - nanos.getAsLong() < BREATH.toNanos()) {
                    throw e;
                }
                if (NOT_YET.contains(e.code())) {
                    outage = new Outage(Outage.LONGEST, nanos);
                } else if (outage == null) {
                    throw e;
                } else {
                    outage.endure(e);
                }
            }
            Thread.sleep(BREATH);
        }
    }

    private RenderedIds ids(FindIds.Question question, Rendering rendering, Duration patience) {
        var path = new StringBuilder("/ids?format=" + rendering.label());
        if (question.target() != null) {
            path.append("&target=").append(encode(question.target()));
        }
        question.names().forEach(name -> path.append("&key=").append(encode(name)));
        if (question.patience().isPositive()) {
            path.append("&wait=").append(Duration.ofSeconds(Math.max(1, Math.round(patience.toMillis() / 1000.0))));
        }
        Exchange.Answer answer = exchange.get(path.toString(), null, patience);
        return new RenderedIds(
                answer.body(),
                answer.header("darkroom-target").orElseThrow(() -> exchange.foreign(answer)),
                Integer.parseInt(answer.header("darkroom-pending").orElse("0")),
                Integer.parseInt(answer.header("darkroom-failed").orElse("0")),
                Integer.parseInt(answer.header("darkroom-missing").orElse("0")),
                Texts.clean(answer.header("darkroom-missing-names").orElse("")));
    }

    /** Every alias, and where it leads. */
    public SortedMap<String, AliasView> aliases() {
        return read(exchange.get("/aliases", null), new TypeReference<>() {});
    }

    /** What is being done at this moment. */
    public List<Activity> progress() {
        return read(exchange.get("/progress", null), new TypeReference<>() {});
    }

    /** The catalogue as it was last admitted; empty when it never was. */
    public Optional<CatalogueView> catalogue(String name) {
        try {
            return Optional.of(read(exchange.get("/catalogues/" + encode(name), null), new TypeReference<>() {}));
        } catch (UnansweredException e) {
            if (e.code().equals(Refusal.CATALOGUE_UNKNOWN.label())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Publishes a catalogue; returns when the bus has it.
     *
     * @return false where the registry says that it has not admitted it yet
     */
    public boolean publish(CatalogueUpdated event) {
        Exchange.Answer answer =
                tell("/catalogues", BodyPublishers.ofByteArray(new EventCodec().data(event)), UNTIL_ADMITTED);
        return read(answer, new TypeReference<JsonNode>() {}).path("admitted").asBoolean(true);
    }

    /** Has an image tried again at once where it has failed, and repaired where it is ready. */
    public void retry(String name) {
        tell("/images/" + encode(name) + "/retry", BodyPublishers.noBody(), Duration.ZERO);
    }

    private Exchange.Answer tell(String path, BodyPublisher body, Duration held) {
        Exchange.Answer answer = exchange.post(path, body, held);
        if (answer.status() != Exchange.ACCEPTED) {
            throw exchange.foreign(answer);
        }
        return answer;
    }

    @Override
    public boolean live() {
        return true;
    }

    @Override
    public void close() {
        exchange.close();
    }

    private <T> T read(Exchange.Answer answer, TypeReference<T> type) {
        try {
            return Json.mapper().readValue(answer.body(), type);
        } catch (JsonProcessingException e) {
            throw UnansweredException.terminal(
                    base() + " answers something else than a Darkroom does: " + e.getOriginalMessage(), e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
