package dev.darkroom.fetch;

import static dev.darkroom.events.testing.Failures.assertFails;
import static dev.darkroom.fetch.Fetching.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.fetch.testing.FakeOrigin;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An origin that gives no answer to one image is not asked for the next ones, which would wait as long for nothing. */
class SilentOriginTest extends DownloadCase {
    private FailureException fails(FetchImage step, String url) {
        return assertFails(FailureCode.ORIGIN_UNAVAILABLE, () -> step.fetch(request(url)));
    }

    @Test
    void theNextImageOfItFailsAtOnce() {
        origin.on("/dead", FakeOrigin.hangUp()).on("/disk", GOOD);
        FetchImage step = fetching.step();

        FailureException first = fails(step, origin.url("/dead"));
        FailureException next = fails(step, origin.url("/disk"));

        assertThat(origin.requests()).hasSize(3);
        assertThat(fetching.pauses).hasSize(2);
        assertThat(first).hasMessageContaining("closed the connection without an answer (3 attempts in a row)");
        assertThat(first.retryAfter()).hasValue(Duration.ofSeconds(30));
        assertThat(next).hasMessageContaining(origin.url("/disk")).hasMessageContaining("no answer lately");
        assertThat(next.retryAfter()).hasValue(Duration.ofSeconds(30));
    }

    @Test
    void aNameThatNobodyKnowsIsNotLookedUpForEach() {
        FetchImage step = fetching.step();
        fails(step, "http://no-such-host.invalid/one");
        fetching.pauses.clear();

        fails(step, "http://no-such-host.invalid/two");

        assertThat(fetching.pauses).isEmpty();
    }

    @Test
    void whatItAnswersToOneImageIsNoSilence() {
        origin.on("/busy", FakeOrigin.status(503)).on("/disk", GOOD);
        FetchImage step = fetching.step();
        fails(step, origin.url("/busy"));

        assertThat(fetching.staged(step.fetch(proven()))).hasBinaryContent(IMAGE);
    }

    @Test
    void whereARedirectLeadsIsWhoIsSilent() throws IOException {
        try (var elsewhere = new FakeOrigin()) {
            elsewhere.on("/dead", FakeOrigin.hangUp());
            origin.on("/moved", FakeOrigin.redirect(elsewhere.url("/dead"))).on("/disk", GOOD);
            FetchImage step = fetching.step();
            fails(step, origin.url("/moved"));

            fails(step, origin.url("/moved"));

            assertThat(elsewhere.requests()).hasSize(3);
            assertThat(fetching.staged(step.fetch(proven()))).hasBinaryContent(IMAGE);
        }
    }

    @Test
    void whatHadComeIsGoneOnWith() {
        FetchImage step = fetching.step();
        origin.on("/disk", GOOD.cutAfter(HALF), FakeOrigin.hangUp());

        assertFails(FailureCode.ORIGIN_UNAVAILABLE, () -> step.fetch(proven()));
        assertFails(FailureCode.ORIGIN_UNAVAILABLE, () -> step.fetch(proven()));

        assertThat(fetching.work("download")).hasSize(HALF);
    }
}
