package dev.darkroom.registry.query;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.registry.testing.Said.broken;
import static dev.darkroom.registry.testing.Said.failed;
import static dev.darkroom.registry.testing.Said.fetched;
import static dev.darkroom.registry.testing.Said.ready;
import static dev.darkroom.registry.testing.Said.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.registry.RegistryTestCase;
import dev.darkroom.registry.known.Retirement;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FindIdsTest extends RegistryTestCase {
    private static final Duration AT_ONCE = Duration.ZERO;

    @Test
    void keysAliasesAndVariablesHaveTheIdOfWhatIsReady() {
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec()))
                .aliases(Map.of("newest", "a"))
                .wiring(Map.of("by_alias", "newest", "by_key", "a", "not_yet", "b")));
        registry.image.ready(ready("a", "cloud", spec()));

        Ids ids = ask("cloud");

        assertThat(ids.target()).hasToString("cloud");
        assertThat(ids.images()).isEqualTo(Map.of("a", id("a"), "newest", id("a")));
        assertThat(ids.variables()).isEqualTo(Map.of("by_alias", id("a"), "by_key", id("a")));
        assertThat(ids.pending()).containsExactly(new ImageKey("b"));
        assertThat(ids.failed()).isEmpty();
    }

    @Test
    void anAliasStandsForTheOldImageUntilTheNewOneIsReady() {
        registry.admit(Catalogue.of(Map.of("a", spec())).aliases(Map.of("newest", "a")));
        registry.image.ready(ready("a", "cloud", spec()));
        registry.admit(Catalogue.of(Map.of("b", spec())).aliases(Map.of("newest", "b")));

        assertThat(ask("cloud", "newest").images()).isEqualTo(Map.of("newest", id("a")));
        assertThat(ask("cloud", "newest").pending()).containsExactly(new ImageKey("b"));
        registry.image.ready(ready("b", "cloud", spec()));
        assertThat(ask("cloud", "newest").images()).isEqualTo(Map.of("newest", id("b")));
    }

    @Test
    void whatIsAskedAgainIsComputedAgainOnlyWhenSomethingHasChanged() {
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));
        registry.image.ready(ready("a", "cloud", spec()));

        Ids before = ask("cloud");
        assertThat(ask("cloud")).isSameAs(before);
        assertThat(ask("cloud", "a")).isNotEqualTo(before);
        assertThat(registry.ids.find(new FindIds.Question("cloud", Set.of("a"), Duration.ofSeconds(1))))
                .isSameAs(ask("cloud", "a"));

        registry.image.ready(ready("b", "cloud", spec()));
        assertThat(ask("cloud").images()).containsOnlyKeys("a", "b");
    }

    @Test
    void manyQuestionsAreAnsweredEachInItsOwnWay() {
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())).aliases(Map.of("newest", "a")));
        registry.image.ready(ready("a", "cloud", spec()));
        var names = new TreeMap<String, ImageSpec>();
        for (int i = 0; i < 100; i++) {
            names.put("k" + i, spec());
        }
        registry.admit(Catalogue.of(names));

        names.keySet().forEach(name -> assertThat(ask("cloud", name).pending()).containsExactly(new ImageKey(name)));
        assertThat(ask("cloud", "newest").images()).containsOnlyKeys("newest");
    }

    @Test
    void onlyWhatIsAskedForIsAnswered() {
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())).wiring(Map.of("v", "a", "w", "b")));
        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.ready(ready("b", "cloud", spec()));

        assertThat(ask("cloud", "a").all()).isEqualTo(Map.of("a", id("a"), "v", id("a")));
        assertThat(ask("cloud", "w").all()).as("a variable").isEqualTo(Map.of("w", id("b")));
    }

    @Test
    void whereNamesAreEqualTheKeyGoesBeforeTheVariable() {
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())).wiring(Map.of("a", "b")));
        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.ready(ready("b", "cloud", spec()));

        assertThat(ask("cloud").all()).isEqualTo(Map.of("a", id("a"), "b", id("b")));
    }

    @Test
    void whereAnAliasBecameAKeyTheNameStandsForTheKeyEverywhere() {
        registry.admit(Catalogue.of(Map.of("b", spec())).aliases(Map.of("a", "b")));
        registry.image.ready(ready("b", "cloud", spec()));
        registry.admit(new Catalogue("other", Map.of("a", spec()), Map.of(), Map.of("v", "a"), List.of()));

        assertThat(ask("cloud").all()).as("before it is ready").isEqualTo(Map.of("b", id("b")));
        assertThat(ask("cloud", "a").images()).isEmpty();
        assertThat(ask("cloud", "a").pending()).containsExactly(new ImageKey("a"));

        registry.image.ready(ready("a", "cloud", spec()));
        assertThat(ask("cloud").all()).isEqualTo(Map.of("a", id("a"), "b", id("b"), "v", id("a")));
        assertThat(ask("cloud", "a").all()).isEqualTo(Map.of("a", id("a"), "v", id("a")));
    }

    @Test
    void whatHasFailedForGoodIsNamed() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.image.failed(failed("a", FailureCode.CHECKSUM_MISMATCH, 0));

        assertThat(ask("cloud").failed()).containsExactly(new ImageKey("a"));
        assertThat(ask("cloud").pending()).isEmpty();
    }

    @Test
    void whatNoCatalogueHasNamedIsNotWaitedForButCanBeAsked() {
        registry.image.fetched(fetched("stray", spec(), 0, DiskFormat.RAW));

        assertThat(ask("cloud").pending()).isEmpty();
        assertThat(ask("cloud", "stray").images()).isEmpty();
    }

    @Test
    void theOnlyTargetNeedNotBeNamedNorTheOnlyOneThatAnybodyServes() {
        assertThat(ask(null).target()).hasToString("cloud");
        registry.target.announced(target("other", DiskFormat.RAW).with(Retirement.NOT_SERVED));
        assertThat(ask(null).target()).hasToString("cloud");
    }

    @Test
    void oneOfSeveralTargetsMustBeNamed() {
        registry.target.announced(target("other", DiskFormat.RAW));

        refused(
                () -> ask(null),
                Refusal.TARGET_AMBIGUOUS,
                "name one with --target NAME (target=NAME over HTTP): cloud, other");
        registry.target.announced(target("other", DiskFormat.RAW).with(Retirement.NOT_SERVED));
        registry.target.announced(target("cloud", DiskFormat.RAW).with(Retirement.NOT_SERVED));
        refused(() -> ask(null), Refusal.TARGET_AMBIGUOUS, "cloud, other");
    }

    /** Else the same question would be answered with another cloud's IDs. */
    @Test
    void aTargetThatIsDownForAWhileStillMakesTheOtherToBeNamed() {
        registry.target.announced(broken(target("other", DiskFormat.RAW), FailureCode.TARGET_UNAVAILABLE));

        refused(() -> ask(null), Refusal.TARGET_AMBIGUOUS, "cloud, other");
    }

    @Test
    void withoutAnyTargetThereIsNoId() throws Exception {
        registry.database.clear();

        refused(() -> ask(null), Refusal.TARGET_MISSING, "no target has announced itself yet");
        refused(() -> ask("cloud"), Refusal.TARGET_UNKNOWN, "there is no target \"cloud\"; there are: none");
    }

    @Test
    void unknownNamesAreRefusedAndShownSafely() {
        refused(() -> ask("clowd"), Refusal.TARGET_UNKNOWN, "there is no target \"clowd\"; there are: cloud");
        refused(() -> ask("cloud", "a"), Refusal.KEY_UNKNOWN, "there is no key, alias or variable \"a\"");
        refused(() -> ask("cloud", "\u001b[2J"), Refusal.KEY_UNKNOWN, "\"\\u001b[2J\"");
    }

    /** Who reads the answer as variables would find them undefined, or with what they were before. */
    @Test
    void aliasesAndVariablesWithoutAnIdAreNamed() {
        registry.admit(Catalogue.of(Map.of("a", spec(), "bad", spec(), "new", spec()))
                .aliases(Map.of("newest", "a", "worse", "bad", "lost", "nix"))
                .wiring(Map.of("v", "newest", "to_bad", "worse", "to_nix", "lost", "typo", "newst", "by_key", "bad")));
        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.failed(failed("bad", FailureCode.CHECKSUM_MISMATCH, 0));

        assertThat(ask("cloud").missing()).containsExactly("by_key", "lost", "to_bad", "to_nix", "typo", "worse");
        assertThat(ask("cloud", "worse", "v").missing()).containsExactly("worse");
        registry.image.ready(ready("bad", "cloud", spec()));
        assertThat(ask("cloud").missing()).containsExactly("lost", "to_nix", "typo");
    }

    @Test
    void anAliasThatStandsForTheOldImageIsNotMissing() {
        registry.admit(Catalogue.of(Map.of("a", spec())).aliases(Map.of("newest", "a")));
        registry.image.ready(ready("a", "cloud", spec()));
        registry.admit(Catalogue.of(Map.of("b", spec())).aliases(Map.of("newest", "b")));

        assertThat(ask("cloud").missing()).isEmpty();
    }

    @Test
    void whoWaitsIsAnsweredWhenEverythingIsFinished() throws InterruptedException {
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));
        registry.image.failed(failed("b", FailureCode.CHECKSUM_MISMATCH, 0));
        var said = Thread.ofVirtual().start(() -> registry.image.ready(ready("a", "cloud", spec())));

        Ids ids = registry.ids.find(new FindIds.Question("cloud", Set.of(), Duration.ofSeconds(30)));

        said.join();
        assertThat(ids.images()).containsOnlyKeys("a");
        assertThat(ids.failed()).containsExactly(new ImageKey("b"));
    }

    @Test
    void whoWaitsForANameThatIsNotKnownYetGetsItWhenItIs() throws InterruptedException {
        var said = Thread.ofVirtual().start(() -> {
            registry.admit(Catalogue.of(Map.of("late", spec())));
            registry.image.ready(ready("late", "cloud", spec()));
        });

        Ids ids = registry.ids.find(new FindIds.Question("cloud", Set.of("late"), Duration.ofSeconds(30)));

        said.join();
        assertThat(ids.images()).isEqualTo(Map.of("late", id("late")));
    }

    @Test
    void whenTheTimeIsOverTheFirstUnfinishedAreNamed() {
        var specs = new TreeMap<String, ImageSpec>();
        for (int i = 10; i < 22; i++) {
            specs.put("k" + i, spec());
        }
        registry.admit(Catalogue.of(specs));

        refused(
                () -> registry.ids.find(new FindIds.Question("cloud", Set.of(), Duration.ofMillis(1))),
                Refusal.NOT_READY,
                "12 of the images are not finished at target cloud yet: k10, k11, k12, k13, k14, k15, k16, k17, k18, k19, ...;");
    }

    @Test
    void aQuestionThatWaitingCannotAnswerIsRefusedAtOnce() {
        registry.target.announced(target("other", DiskFormat.RAW));

        refused(
                () -> registry.ids.find(new FindIds.Question(null, Set.of(), Duration.ofHours(1))),
                Refusal.TARGET_AMBIGUOUS,
                "name one with --target NAME");
    }

    private Ids ask(String target, String... names) {
        return registry.ids.find(new FindIds.Question(target, Set.of(names), AT_ONCE));
    }

    private static String id(String key) {
        return ImageId.of(new ImageKey(key), 0).toString();
    }

    private static void refused(ThrowingCallable question, Refusal refusal, String words) {
        assertThatThrownBy(question)
                .isInstanceOf(QueryException.class)
                .hasMessageContaining(words)
                .satisfies(e -> assertThat(((QueryException) e).refusal()).isEqualTo(refusal));
    }

    /** As when the part of the catalogue that names the key comes later, or its name is mistyped. */
    @Test
    void anAliasOfAKeyThatIsNotKnownYetIsTheOldImageAndIsWaitedFor() {
        registry.admit(Catalogue.of(Map.of("a", spec())).aliases(Map.of("newest", "a")));
        registry.image.ready(ready("a", "cloud", spec()));
        registry.admit(Catalogue.of(Map.of("a", spec())).aliases(Map.of("newest", "later", "nowhere", "later")));

        Ids ids = registry.ids.find(new FindIds.Question("cloud", Set.of("newest"), Duration.ZERO));

        assertThat(ids.images())
                .containsExactly(
                        Map.entry("newest", ImageId.of(new ImageKey("a"), 0).toString()));
        assertThat(ids.pending()).containsExactly(new ImageKey("later"));
        assertThat(registry.query.image("newest", Duration.ZERO).key()).isEqualTo("later");
        assertThatThrownBy(
                        () -> registry.ids.find(new FindIds.Question("cloud", Set.of("newest"), Duration.ofMillis(1))))
                .hasMessageContaining("later");
        assertThatThrownBy(() -> registry.ids.find(new FindIds.Question("cloud", Set.of("nowhere"), Duration.ZERO)))
                .hasMessageContaining("alias nowhere points at later, which no catalogue has named");
    }

    @Test
    void whereANameLeadsThatLeadsNowhereIsSaid() {
        registry.admit(Catalogue.of(Map.of("a", spec()))
                .aliases(Map.of("lost", "nix"))
                .wiring(Map.of("to_nix", "lost", "typo", "newst", "itself", "itself")));

        refused(() -> ask("cloud", "lost"), Refusal.KEY_UNKNOWN, "alias lost points at nix, which no catalogue has");
        refused(
                () -> ask("cloud", "to_nix"),
                Refusal.KEY_UNKNOWN,
                "variable to_nix points at lost, an alias of nix, which no catalogue has named");
        refused(() -> ask("cloud", "typo"), Refusal.KEY_UNKNOWN, "variable typo points at newst, which no catalogue");
        refused(() -> ask("cloud", "itself"), Refusal.KEY_UNKNOWN, "variable itself points at itself, which no");
        assertThatThrownBy(() -> registry.query.image("lost", AT_ONCE))
                .hasMessageContaining("alias lost points at nix");
    }

    @Test
    void aKeyThatIsAskedForIsNotAnsweredWithTheVariableOfItsName() {
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())).wiring(Map.of("a", "b")));
        registry.image.ready(ready("b", "cloud", spec()));

        assertThat(ask("cloud", "a").all()).isEmpty();
        registry.image.ready(ready("a", "cloud", spec()));
        assertThat(ask("cloud", "a").all()).isEqualTo(Map.of("a", id("a")));
        assertThat(ask("cloud", "a").missing()).isEmpty();
        assertThat(ask("cloud", "b").variables()).isEqualTo(Map.of("a", id("b")));
    }
}
