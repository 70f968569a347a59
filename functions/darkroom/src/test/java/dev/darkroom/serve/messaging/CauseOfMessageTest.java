package dev.darkroom.serve.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.CatalogueUpdated;
import org.junit.jupiter.api.Test;

class CauseOfMessageTest {

    @Test
    void aCatalogueUnderAnotherKeyIsWarnedOf() {
        var whole = CatalogueUpdated.empty(new CatalogueName("platform"), 0);
        var part = CatalogueUpdated.empty(new CatalogueName("platform"), 2);

        assertThat(CauseOfMessage.wrongKey(whole, "platform")).isEmpty();
        assertThat(CauseOfMessage.wrongKey(part, "platform/2")).isEmpty();
        assertThat(CauseOfMessage.wrongKey(null, "platform")).isEmpty();
        assertThat(CauseOfMessage.wrongKey(part, "platform"))
                .hasValueSatisfying(warning -> assertThat(warning)
                        .startsWith("catalogue platform/2 has come with the record key \"platform\" instead of"
                                + " \"platform/2\""));
    }
}
