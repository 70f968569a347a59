package dev.darkroom.fetch;

import static dev.darkroom.events.testing.Failures.assertFails;
import static dev.darkroom.fetch.Fetching.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.fetch.testing.FakeOrigin;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An origin that answers nothing for one image is not asked for the next ones, which would wait as long for nothing. */
class UnreachableOriginTest extends DownloadCase {
    /** Nobody listens there: no server is given so low a port unless it asks for it. */
    private static final String GONE = "http://127.0.0.1:1/";

    @BeforeEach
    void asOftenAsByDefault() {
        fetching.attempts = 5;
    }

    private FailureException fails(FetchImage step, String url) {
        return assertFails(FailureCode.ORIGIN_UNAVAILABLE, () -> step.fetch(request(url)));
    }

    @Test
    void theNextImageOfItFailsAtOnce() {
        FetchImage step = fetching.step();

        FailureException first = fails(step, GONE + "one");
        FailureException next = fails(step, GONE + "two");

        assertThat(fetching.pauses).hasSize(4);
        assertThat(first).hasMessageContaining(GONE + "one could not be had").hasMessageContaining("refused");
        assertThat(first.tried()).isTrue();
        assertThat(first.retryAfter()).as("sooner would be in vain").hasValue(Duration.ofSeconds(30));
        assertThat(next).hasMessageContaining(GONE + "two was not asked for").hasMessageContaining("refused");
        assertThat(next.tried()).isFalse();
        assertThat(next.retryAfter())
                .hasValueSatisfying(left -> assertThat(left).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(30)));
    }

    @Test
    void whoTakesConnectionsAndSaysNothingIsNoBetter() {
        fetching.stall = Duration.ofMillis(300);
        origin.on("/one", FakeOrigin.silence()).on("/two", FakeOrigin.silence());
        FetchImage step = fetching.step();
        fails(step, origin.url("/one"));

        FailureException next = fails(step, origin.url("/two"));

        assertThat(next).hasMessageContaining("was not asked for").hasMessageContaining("no answer came for 300 ms");
        assertThat(fetching.pauses).hasSize(4);
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
    void whereARedirectLeadsIsWhoCannotBeReached() {
        origin.on("/moved", FakeOrigin.redirect(GONE + "disk")).on("/disk", GOOD);
        FetchImage step = fetching.step();
        fails(step, origin.url("/moved"));

        fetching.pauses.clear();
        FailureException again = fails(step, origin.url("/moved"));

        assertThat(again).hasMessageContaining("was not asked for");
        assertThat(again.retryAfter()).isPresent();
        assertThat(fetching.pauses).as("it leads there each time").hasSize(1);
        assertThat(fetching.staged(step.fetch(proven()))).hasBinaryContent(IMAGE);
    }

    @Test
    void aRedirectMayLeadElsewhereTheNextTime() {
        origin.on("/moved", FakeOrigin.redirect(GONE + "disk"))
                .on("/mirrors", FakeOrigin.redirect(GONE + "disk"), FakeOrigin.redirect(origin.url("/disk")))
                .on("/disk", GOOD);
        FetchImage step = fetching.step();
        fails(step, origin.url("/moved"));

        assertThat(fetching.staged(step.fetch(request(origin.url("/mirrors"))))).hasBinaryContent(IMAGE);
    }
}
