package dev.darkroom.fetch;

import static dev.darkroom.fetch.Fetching.image;
import static dev.darkroom.fetch.Fetching.request;
import static dev.darkroom.fetch.Fetching.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.fetch.policy.Names;
import dev.darkroom.fetch.policy.OriginPolicy;
import dev.darkroom.fetch.policy.OriginSettings;
import dev.darkroom.fetch.testing.FakeOrigin;
import dev.darkroom.fetch.testing.Served;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was judged is what is asked. An admitted origin listens on 127.0.0.2; whoever answers on 127.0.0.1, at the same
 * port, stands for what must never be asked.
 */
class PinnedAddressTest {
    private static final byte[] IMAGE = image(100 * 512);
    private static final String NAME = "images.example.org";

    @TempDir
    Path root;

    private final Names names = new Names();
    private FakeOrigin admitted;
    private FakeOrigin forbidden;
    private Fetching fetching;

    @BeforeEach
    void start() throws IOException {
        forbidden = new FakeOrigin();
        admitted = new FakeOrigin(
                new ServerSocket(forbidden.port(), 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 2})), "http");
        admitted.on("/disk.raw", Served.file(IMAGE));
        forbidden.on("/disk.raw", Served.file(IMAGE));
        fetching = new Fetching(root);
        fetching.resolver = names;
        fetching.origins = OriginSettings.NONE.allow("127.0.0.2");
    }

    @AfterEach
    void stop() throws IOException {
        fetching.close();
        admitted.close();
        forbidden.close();
        System.clearProperty("socksProxyHost");
        System.clearProperty("socksProxyPort");
        System.clearProperty("http.proxyHost");
        System.clearProperty("http.proxyPort");
        System.clearProperty("http.nonProxyHosts");
    }

    private String url(String path) {
        return "http://" + NAME + ":" + admitted.port() + path;
    }

    private void isFetched() {
        var fetched = fetching.fetch(request(url("/disk.raw"), sha256(IMAGE)));
        assertThat(fetching.staged(fetched)).hasBinaryContent(IMAGE);
        assertThat(forbidden.requests()).isEmpty();
    }

    @Test
    void aNameThatChangesItsMindIsAskedWhereItWasJudged() {
        names.on(NAME, "127.0.0.2").on(NAME, "127.0.0.1");

        isFetched();

        assertThat(names.asked).containsExactly(NAME);
        assertThat(admitted.requests().getFirst().header("Host")).hasValue(NAME + ":" + admitted.port());
    }

    @Test
    void aNameThatChangedItsMindBeforeTheNextRequestIsJudgedAgain() {
        names.on(NAME, "127.0.0.2").on(NAME, "127.0.0.1");
        admitted.on("/disk.raw", FakeOrigin.status(503), Served.file(IMAGE));

        FailureException e = fetching.failsWith(FailureCode.ORIGIN_REFUSED, request(url("/disk.raw"), sha256(IMAGE)));

        assertThat(e).hasMessageContaining("127.0.0.0/8");
        assertThat(forbidden.requests()).isEmpty();
    }

    @Test
    void aNameThatChangedItsMindBeforeTheRedirectIsJudgedAgain() {
        names.on(NAME, "127.0.0.2").on(NAME, "127.0.0.1");
        admitted.on("/moved", FakeOrigin.redirect("/disk.raw"));

        fetching.failsWith(FailureCode.ORIGIN_REFUSED, request(url("/moved"), sha256(IMAGE)));

        assertThat(names.asked).hasSize(2);
        assertThat(forbidden.requests()).isEmpty();
    }

    @Test
    void theNextAddressIsAskedWhereNobodyListens() {
        fetching.origins = OriginSettings.NONE.allow("127.0.0.2", "127.0.0.3");
        names.on(NAME, "127.0.0.3", "127.0.0.2");

        isFetched();

        assertThat(fetching.pauses).isEmpty();
    }

    @Test
    void ofManyAddressesOnlySomeAreAsked() {
        fetching.origins = OriginSettings.NONE.allow("127.0.0.0/8");
        String[] many =
                IntStream.range(3, 20).mapToObj(last -> "127.0.0." + last).toArray(String[]::new);
        many[many.length - 1] = "127.0.0.2";
        names.on(NAME, many);

        fetching.failsWith(FailureCode.ORIGIN_UNAVAILABLE, request(url("/disk.raw"), sha256(IMAGE)));

        assertThat(admitted.requests()).isEmpty();
    }

    /** A machine may have no way to one of the two. */
    @Test
    void ofBothFamiliesOfAddressesSomeAreAsked() {
        fetching.origins = OriginSettings.NONE.allow("127.0.0.2", "::1");
        names.on(NAME, "::1", "::1", "::1", "::1", "::1", "::1", "::1", "127.0.0.2");

        isFetched();
    }

    @Test
    void behindTheDeadlineNoFurtherAddressIsAsked() {
        fetching.stall = Duration.ofSeconds(1);
        fetching.deadline = Duration.ofMillis(1_500);
        names.on(NAME, "127.0.0.2", "127.0.0.2", "127.0.0.2");
        admitted.on("/disk.raw", FakeOrigin.silence());

        FailureException e =
                fetching.failsWith(FailureCode.ORIGIN_UNAVAILABLE, request(url("/disk.raw"), sha256(IMAGE)));

        assertThat(e).hasMessageContaining("darkroom.fetch.deadline");
        assertThat(admitted.requests()).hasSizeLessThan(3);
    }

    @Test
    void aNameThatNobodyKnowsYetIsAskedForAgain() {
        fetching.resolver = new OriginPolicy.Resolver() {
            private boolean known;

            @Override
            public InetAddress[] resolve(String name) throws UnknownHostException {
                if (!known) {
                    known = true;
                    throw new UnknownHostException(name);
                }
                return InetAddress.getAllByName("127.0.0.2");
            }
        };

        isFetched();

        assertThat(fetching.pauses).hasSize(1);
    }

    @Test
    void proxiesOfTheSystemAreNotUsed() {
        System.setProperty("socksProxyHost", "127.0.0.1");
        System.setProperty("socksProxyPort", Integer.toString(forbidden.port()));
        System.setProperty("http.proxyHost", "127.0.0.1");
        System.setProperty("http.proxyPort", Integer.toString(forbidden.port()));
        System.setProperty("http.nonProxyHosts", "");
        names.on(NAME, "127.0.0.2");

        isFetched();
    }

    @Test
    void headersThatTrickleInAreSilence() {
        names.on(NAME, "127.0.0.2");
        fetching.stall = Duration.ofMillis(500);
        fetching.attempts = 1;
        admitted.on("/disk.raw", (request, out) -> {
            out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write('x');
                out.flush();
                Thread.sleep(20);
            }
        });

        FailureException e =
                fetching.failsWith(FailureCode.ORIGIN_UNAVAILABLE, request(url("/disk.raw"), sha256(IMAGE)));

        assertThat(e).hasMessageContaining("no answer came for 500 ms");
    }

    @Test
    void headersWithoutAnEndAreLeft() {
        names.on(NAME, "127.0.0.2");
        admitted.on("/disk.raw", (request, out) -> {
            FakeOrigin.head(out, 200, Collections.nCopies(201, "X-Filler: x"));
            out.write(IMAGE);
        });

        FailureException e =
                fetching.failsWith(FailureCode.ORIGIN_UNAVAILABLE, request(url("/disk.raw"), sha256(IMAGE)));

        assertThat(e).hasMessageContaining("too many or too long headers");
    }

    @Test
    void aHeaderWithoutAnEndIsLeft() {
        names.on(NAME, "127.0.0.2");
        admitted.on("/disk.raw", FakeOrigin.status(200, "X-Filler: " + "x".repeat(32 * 1024)));

        FailureException e =
                fetching.failsWith(FailureCode.ORIGIN_UNAVAILABLE, request(url("/disk.raw"), sha256(IMAGE)));

        assertThat(e).hasMessageContaining("too many or too long headers");
    }

    @Test
    void aPathThatBeginsWithTwoSlashesIsAPath() {
        names.on(NAME, "127.0.0.2");
        admitted.on("//127.0.0.1/disk.raw", Served.file(IMAGE));

        assertThat(fetching.fetch(request(url("//127.0.0.1/disk.raw"), sha256(IMAGE))))
                .isNotNull();
        assertThat(forbidden.requests()).isEmpty();
    }
}
