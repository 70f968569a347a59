package dev.darkroom.fetch;

import static dev.darkroom.fetch.Fetching.hash;
import static dev.darkroom.fetch.Fetching.image;
import static dev.darkroom.fetch.Fetching.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Checksum;
import dev.darkroom.events.Demand;
import dev.darkroom.events.Digest;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.events.Proof;
import dev.darkroom.fetch.testing.Codec;
import dev.darkroom.fetch.testing.Served;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hash of the bytes behind the compression, if there is one. */
class UnpackedHashTest extends FetchCase {
    private static final byte[] IMAGE = image(1_000 * 512);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theHashOfTheUnpackedBytesIsComparedWhateverTheFileIsCalled(boolean compressed) {
        origin.on("/disk.raw", Served.file(compressed ? Codec.GZIP.compress(IMAGE) : IMAGE));
        Digest right = hash(Algorithm.SHA512, IMAGE);
        Digest wrong = hash(Algorithm.SHA512, image(512));
        fetching.demand = Demand.CHECKSUM;

        FailureException e =
                fetching.failsWith(FailureCode.CHECKSUM_MISMATCH, request(origin.url("/disk.raw"), unpacked(wrong)));
        assertThat(e).hasMessageContainingAll(origin.url("/disk.raw"), "checksum_sha512 is " + wrong, right.toString());
        assertThat(fetching.files()).isEmpty();
        ImageFetched fetched = fetching.fetch(request(origin.url("/disk.raw"), unpacked(right)));

        assertThat(fetching.staged(fetched)).hasBinaryContent(IMAGE);
        assertThat(fetched.source().sha512()).isEqualTo(right);
        assertThat(fetched.verified()).containsExactly(Proof.checksum(Algorithm.SHA512));
    }

    @Test
    void httpWillDoWhereItIsGiven() {
        origin.on("/disk.raw", Served.file(IMAGE));
        var proven = new ArrayList<Boolean>();
        fetching.watched = origin -> ask -> {
            proven.add(ask.proven());
            return origin.open(ask);
        };

        fetching.fetch(request(origin.url("/disk.raw"), unpacked(hash(Algorithm.SHA512, IMAGE))));

        assertThat(proven).containsExactly(true);
    }

    private static Checksum unpacked(Digest sha512) {
        return new Checksum(List.of(), null, false, null, null, sha512);
    }
}
