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

/** An origin that cannot be reached for one image is not asked for the next ones, which would wait as long for nothing. */
class UnreachableOriginTest extends DownloadCase {
    private FailureException fails(FetchImage step, String url) {
        return assertFails(FailureCode.ORIGIN_UNAVAILABLE, () -> step.fetch(request(url)));
    }

    /** Of an origin that has gone. */
    private static String gone() throws IOException {
        try (var origin = new FakeOrigin()) {
            return origin.url("/");
        }
    }

    @Test
    void theNextImageOfItFailsAtOnce() throws IOException {
        String gone = gone();
        FetchImage step = fetching.step();

        FailureException first = fails(step, gone + "one");
        FailureException next = fails(step, gone + "two");

        assertThat(fetching.pauses).hasSize(2);
        assertThat(first).hasMessageContaining("refused").hasMessageContaining("(3 attempts in a row)");
        assertThat(first.retryAfter()).hasValue(Duration.ofSeconds(30));
        assertThat(next).hasMessageContaining(gone + "two was not asked for").hasMessageContaining("refused");
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

    /** It may be that of one URL alone. */
    @Test
    void whatGoesWrongOnAConnectionKeepsNoOtherImageWaiting() {
        origin.on("/dead", FakeOrigin.hangUp())
                .on("/busy", FakeOrigin.status(503))
                .on("/disk", GOOD);
        FetchImage step = fetching.step();
        fails(step, origin.url("/dead"));
        fails(step, origin.url("/busy"));

        assertThat(fetching.staged(step.fetch(proven()))).hasBinaryContent(IMAGE);
    }

    @Test
    void whereARedirectLeadsIsWhoCannotBeReached() throws IOException {
        origin.on("/moved", FakeOrigin.redirect(gone() + "disk")).on("/disk", GOOD);
        FetchImage step = fetching.step();
        fails(step, origin.url("/moved"));

        FailureException again = fails(step, origin.url("/moved"));

        assertThat(again).hasMessageContaining("was not asked for");
        assertThat(fetching.staged(step.fetch(proven()))).hasBinaryContent(IMAGE);
    }
}
