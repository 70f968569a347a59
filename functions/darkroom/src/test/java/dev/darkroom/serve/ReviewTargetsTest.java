package dev.darkroom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.testing.RecordingBus;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.registry.Conclude;
import dev.darkroom.registry.RecordImage;
import dev.darkroom.registry.RecordTarget;
import dev.darkroom.registry.RegistryMeters;
import dev.darkroom.registry.known.BackOff;
import dev.darkroom.registry.known.Retirement;
import dev.darkroom.registry.query.Query;
import dev.darkroom.registry.query.Snapshots;
import dev.darkroom.registry.query.TargetView;
import dev.darkroom.registry.query.Waiting;
import dev.darkroom.registry.store.Changes;
import dev.darkroom.registry.store.Store;
import dev.darkroom.upload.Targets;
import dev.darkroom.upload.testing.FakeTarget;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewTargetsTest {
    @TempDir
    Path directory;

    private final RecordingBus bus = new RecordingBus();
    private final FakeTarget served = new FakeTarget("served", DiskFormat.RAW);
    private Store store;
    private RecordTarget record;
    private RecordImage image;
    private Query query;
    private ReviewTargets review;

    @BeforeEach
    void open() {
        var database = new JdbcDataSource();
        database.setURL("jdbc:h2:file:" + directory.resolve("r") + Store.H2_SETTINGS);
        Flyway.configure().dataSource(database).load().migrate();
        var changes = new Changes();
        store = new Store(database, changes);
        var backOff = new BackOff(Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofHours(1));
        Clock clock = Clock.systemUTC();
        record = new RecordTarget(
                store, new Conclude(backOff, clock), new RegistryMeters(new SimpleMeterRegistry()), clock);
        var snapshots = new Snapshots(store);
        query = new Query(store, snapshots, Waiting.never(snapshots, changes));
        image = new RecordImage(
                store, new Conclude(backOff, clock), new RegistryMeters(new SimpleMeterRegistry()), clock);
        review = review();
    }

    private ReviewTargets review() {
        return new ReviewTargets(new Targets(List.of(served)), store, record, bus);
    }

    @Test
    void aTargetThatNobodyServesAnyMoreHoldsUpNothing() {
        record.announced(target("served", null));
        record.announced(target("left", null));

        review.start(null);

        assertThat(view("left").served()).isFalse();
        assertThat(view("left").problem().retryable()).isFalse();
        assertThat(bus.only(TargetAnnounced.class).target()).hasToString("left");
    }

    /** As one whose name was mistyped. */
    @Test
    void oneThatCouldNeverBeUsedIsForgotten() {
        record.announced(target("clod", new TargetAnnounced.Problem(FailureCode.TARGET_UNKNOWN, "no such cloud")));
        record.announced(target("left", null));
        record.announced(target("left", new TargetAnnounced.Problem(FailureCode.TARGET_UNKNOWN, "no such cloud")));

        review.start(null);

        assertThat(query.targets()).containsOnlyKeys("left", "served");
        assertThat(view("left").served()).isFalse();
        assertThat(bus.published(TargetAnnounced.class))
                .extracting(said -> said.target().value())
                .doesNotContain("clod");
    }

    @Test
    void whatWasWrongWithOneThatIsServedIsNotConcludedFrom() {
        record.announced(target("served", new TargetAnnounced.Problem(FailureCode.TARGET_UNAUTHORIZED, "no")));

        review.start(null);

        assertThat(view("served").problem().message()).contains("since the start");
        assertThat(view("served").served()).isTrue();
        assertThat(view("served").problem().retryable()).isTrue();
    }

    @Test
    void oneThatIsServedAgainIsLookedAt() {
        record.announced(target("served", Retirement.NOT_SERVED));

        review.start(null);

        assertThat(view("served").served()).isTrue();
        assertThat(view("served").problem().retryable()).isTrue();
    }

    /** By a registry that hears what Kafka has kept only after the start. */
    @Test
    void oneThatIsHeardOfLaterHoldsUpNothingEither() {
        review.start(null);
        record.announced(target("left", null));

        review.reviewAgain();

        assertThat(view("left").served()).isFalse();
        assertThat(view("served").served()).isTrue();
    }

    @Test
    void whatKafkaDoesNotTakeIsSaidAgain() {
        review.start(null);
        record.announced(target("left", null));
        bus.clear();
        bus.refuseNext(1);

        review.reviewAgain();
        review.reviewAgain();

        assertThat(bus.only(TargetAnnounced.class).target()).hasToString("left");
        assertThat(view("left").served()).isFalse();
    }

    @Test
    void oneThatIsWellIsLeftAlone() {
        record.announced(target("served", null));

        review.start(null);

        assertThat(view("served").problem()).isNull();
        assertThat(bus.published()).isEmpty();
    }

    @Test
    void oneThatIsNewIsKnownBeforeItIsLookedAt() {
        review.start(null);

        assertThat(view("served").diskFormat()).isEqualTo("raw");
        assertThat(view("served").problem().message()).contains("since the start");
        assertThat(bus.only(TargetAnnounced.class).target()).hasToString("served");
    }

    @Test
    void oneThatWantsAnotherFormatThanBeforeIsKnownToWantIt() {
        var before = new TargetAnnounced(new TargetName("served"), "fake", null, "/before", null, null, null, null);
        record.announced(before);

        review.start(null);

        assertThat(view("served").diskFormat()).isEqualTo("raw");
        assertThat(view("served").problem().retryable()).isTrue();
    }

    @Test
    void oneHearsThatItHasImages() {
        record.announced(served.unasked(null));
        review.start(null);
        assertThat(served.expected()).as("none is ready").isFalse();

        image.ready(ready());
        review().start(null);

        assertThat(served.expected()).isTrue();
    }

    @Test
    void oneThatIsElsewhereNowIsNotHeldToWhatItHadBefore() {
        record.announced(target("served", null));
        image.ready(ready());
        record.announced(served.unasked(new TargetAnnounced.Problem(FailureCode.TARGET_UNAUTHORIZED, "no")));

        review.start(null);

        assertThat(served.expected()).isFalse();
    }

    @Test
    void nothingIsSaidTwice() {
        record.announced(target("left", null));
        review.start(null);
        bus.clear();

        review().start(null);

        assertThat(bus.published()).isEmpty();
    }

    private static ImageReady ready() {
        var key = new ImageKey("a");
        return new ImageReady(
                key,
                new TargetName("served"),
                ImageId.of(key, 0),
                0,
                "a",
                DiskFormat.RAW,
                1,
                Samples.SHA512,
                "https://x/",
                Samples.SHA256,
                List.of(),
                Samples.spec().presentation(),
                ImageReady.Outcome.UPLOADED);
    }

    private TargetView view(String name) {
        return query.targets().get(name);
    }

    private static TargetAnnounced target(String name, TargetAnnounced.Problem problem) {
        return new TargetAnnounced(new TargetName(name), "directory", DiskFormat.RAW, "/x", null, problem, null, null);
    }
}
