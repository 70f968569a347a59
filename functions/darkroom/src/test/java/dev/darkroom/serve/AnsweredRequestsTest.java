package dev.darkroom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageFailed;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.StagedFile;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.registry.Conclude;
import dev.darkroom.registry.RecordImage;
import dev.darkroom.registry.RegistryMeters;
import dev.darkroom.registry.known.BackOff;
import dev.darkroom.registry.known.Dossier;
import dev.darkroom.registry.known.Entry;
import dev.darkroom.registry.store.Changes;
import dev.darkroom.registry.store.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnsweredRequestsTest {
    private static final Instant START = Instant.parse("2026-08-01T12:00:00Z");
    private static final Instant BEFORE = START.minusSeconds(1);

    @TempDir
    Path directory;

    private final JdbcDataSource database = new JdbcDataSource();
    private final List<Integer> acknowledged = new ArrayList<>();
    private Store store;
    private RecordImage image;
    private AnsweredRequests answered;

    @BeforeEach
    void open() {
        Clock clock = Clock.fixed(START, ZoneOffset.UTC);
        database.setURL("jdbc:h2:file:" + directory.resolve("r") + Store.H2_SETTINGS);
        Flyway.configure().dataSource(database).load().migrate();
        store = new Store(database, new Changes());
        var backOff = new BackOff(Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofHours(1));
        image = new RecordImage(
                store, new Conclude(backOff, clock), new RegistryMeters(new SimpleMeterRegistry()), clock);
        answered = new AnsweredRequests(store, clock);
    }

    @Test
    void whatWasFetchedIsNotFetchedAgain() {
        image.fetched(fetched(1));

        assertThat(worked(BEFORE, 0, 1, 2)).containsExactly(2);
        assertThat(acknowledged).containsExactly(0, 1);
    }

    /** It is asked for anew, under another number. */
    @Test
    void whatHasFailedIsNotTriedUnderTheSameNumber() {
        image.failed(new ImageFailed(
                Samples.KEY, "fetch", null, null, FailureCode.ORIGIN_UNAVAILABLE, "it is down", null, 1));

        assertThat(worked(BEFORE, 0, 1, 2)).containsExactly(2);
        assertThat(acknowledged).containsExactly(0, 1);
    }

    @Test
    void whatFailedBehindFetchSaysNothingOfFetch() {
        image.failed(new ImageFailed(
                Samples.KEY, "convert", null, DiskFormat.RAW, FailureCode.INTERNAL_ERROR, "oh", null, 1));

        assertThat(worked(BEFORE, 1)).containsExactly(1);
    }

    @Test
    void whatTheRegistryDoesNotKnowIsWorkedOn() {
        assertThat(worked(BEFORE, 0)).containsExactly(0);
        assertThat(acknowledged).isEmpty();
    }

    /** A registry that begins anew asks with numbers that an earlier one has used, of which it hears what came. */
    @Test
    void whatWasAskedForSinceTheStartIsWorkedOn() {
        image.fetched(fetched(1));

        assertThat(worked(START, 0, 1)).containsExactly(0, 1);
    }

    /** It was asked for again while the first request waited in line behind others. */
    @Test
    void whatNobodyLacksAnyMoreIsNotFetchedAgain() {
        catalogueNames(Samples.KEY);
        var cloud = new TargetAnnounced(
                new TargetName("cloud"),
                "glance",
                DiskFormat.RAW,
                "https://glance.example.org",
                "p1",
                null,
                null,
                null);
        announce(cloud);
        image.fetched(fetched(0));
        assertThat(worked(START, 1)).containsExactly(1);
        image.ready(ready());

        assertThat(worked(START, 2)).isEmpty();
        assertThat(acknowledged).containsExactly(2);
    }

    /** What came of it may still be on its way, and a correction of its catalogue waits for it. */
    @Test
    void whatNobodyHasHadIsWorkedOnAlsoWhereNobodyCanUseItNow() {
        catalogueNames(Samples.KEY);

        assertThat(worked(START, 0)).containsExactly(0);
    }

    private void catalogueNames(ImageKey key) {
        var name = new CatalogueName("platform");
        var entry = new Entry(Samples.spec(), name, name, new UUID(0, 1));
        store.write(tx -> {
            tx.dossiers().save(List.of(Dossier.blank(key).with(entry)));
            return null;
        });
    }

    private void announce(TargetAnnounced target) {
        store.write(tx -> {
            tx.targets().save(target, START);
            return null;
        });
    }

    private static ImageReady ready() {
        return new ImageReady(
                Samples.KEY,
                new TargetName("cloud"),
                ImageId.of(Samples.KEY, 0),
                0,
                Samples.spec().name(),
                DiskFormat.RAW,
                1,
                Samples.SHA512,
                Samples.SOURCE,
                Samples.SHA256,
                List.of(),
                Samples.spec().presentation(),
                ImageReady.Outcome.UPLOADED);
    }

    @Test
    void whatCannotBeLookedUpIsWorkedOn() {
        image.fetched(fetched(1));
        database.setURL("jdbc:h2:file:" + directory.resolve("another") + ";IFEXISTS=TRUE");

        assertThat(worked(BEFORE, 1)).containsExactly(1);
    }

    private List<Integer> worked(Instant at, Integer... attempts) {
        Multi<Message<?>> records = Multi.createFrom().items(attempts).map(attempt -> message(attempt, at));
        return answered.decorate(records, AnsweredRequests.FETCH, true)
                .map(message -> ((ImageRequested) message.getPayload()).attempt())
                .collect()
                .asList()
                .await()
                .atMost(Duration.ofSeconds(30));
    }

    private Message<?> message(int attempt, Instant at) {
        var record = new ConsumerRecord<String, Object>(
                "topic",
                0,
                7,
                at.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                null,
                new RecordHeaders(),
                Optional.empty());
        return Message.of(
                new ImageRequested(Samples.KEY, Samples.spec(), List.of(DiskFormat.RAW), Map.of(), attempt, null),
                Metadata.of(new IncomingKafkaRecordMetadata<>(record, "requested")),
                () -> {
                    acknowledged.add(attempt);
                    return CompletableFuture.completedFuture(null);
                });
    }

    private static ImageFetched fetched(int attempt) {
        var source = new StagedFile("a".repeat(64) + "/source", DiskFormat.QCOW2, 1, null);
        return new ImageFetched(
                Samples.KEY, Samples.spec(), List.of(DiskFormat.RAW), source, Samples.SHA256, List.of(), 1, attempt);
    }
}
