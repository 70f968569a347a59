package dev.darkroom.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ContentHashTest {

    @Test
    void treesThatLookAlikeAsTextDiffer() {
        Object[][] rows = {
            {},
            {""},
            {null, null},
            {(Object) null},
            {"null"},
            {"a", "b"},
            {"ab"},
            {"a, b"},
            {"[a, b]"},
            {List.of("a", "b")},
            {List.of("a, b")},
            {List.of("a"), List.of("b")},
            {List.of(List.of("a"), "b")},
            {List.of()},
            {Map.of()},
            {Map.of("a", "b")},
            {"{a=b}"},
            {new TreeMap<>(Map.of("a", "1, b=2"))},
            {new TreeMap<>(Map.of("a", "1", "b", "2"))},
            {1},
            {"1"},
            {1.0},
            {true},
            {"true"},
            {Arrays.asList("a", null)},
            {List.of("a", "null")},
        };

        var hashes = new ArrayList<Digest>();
        for (Object[] row : rows) {
            hashes.add(ContentHash.of(row));
        }

        assertThat(hashes).doesNotHaveDuplicates();
    }

    @Test
    void aNumberIsTheSameNumberAfterAJourneyThroughJson() {
        assertThat(ContentHash.of(1)).isEqualTo(ContentHash.of(1L));
    }

    @Test
    void valueTypesCountAsTheirText() {
        assertThat(ContentHash.of(DiskFormat.RAW)).isEqualTo(ContentHash.of("raw"));
    }
}
