package dev.darkroom.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.testing.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemandTest {
    private static final String KEY = "openpgp:0123456789ABCDEF0123456789ABCDEF01234567";

    @ParameterizedTest
    @CsvSource({
        "NONE, '', true",
        "CHECKSUM, '', false",
        "CHECKSUM, md5 sha1, false",
        "CHECKSUM, sha256, true",
        "CHECKSUM, sha512, true",
        "REQUIRE, '', false",
        "REQUIRE, sha256 sha512, false",
        "REQUIRE, " + KEY + ", false",
        "REQUIRE, " + KEY + " md5, false",
        "REQUIRE, " + KEY + " sha512, true",
        "REQUIRE, cosign:a@b.org;issuer=https://c.org;log=d.org/1 sha256, true",
    })
    void anImageIsUsedWhenItsProofsAreWhatIsDemanded(Demand demand, String proofs, boolean met) {
        assertThat(demand.isMetBy(Proof.parse(proofs))).isEqualTo(met);
    }

    @Test
    void whatIsTooLittleIsSaid() {
        SourceUri source = Samples.spec().sourceUrl();

        assertThat(Demand.REQUIRE.unmet(source, "has no checksum"))
                .hasMessage("darkroom.verify is require, and " + source + " has no checksum")
                .matches(e -> e.code() == FailureCode.PROOF_MISSING);
    }
}
