package dev.darkroom.registry.query;

import java.util.SortedMap;

/**
 * An alias, as it is shown.
 *
 * @param key       the key that it points at
 * @param catalogue the catalogue that has pointed it there
 * @param problem   why it leads nowhere, in a sentence; null when a catalogue has named that key
 * @param targets   what it stands for at each target: the last image that was ready there
 */
public record AliasView(String key, String catalogue, String problem, SortedMap<String, At> targets) {

    /**
     * What it stands for at one target.
     *
     * @param key     the key of the image there; the one before, until the new one is ready
     * @param id      its ID; null when that image is gone
     * @param movedAt since when, RFC 3339
     */
    public record At(String key, String id, String movedAt) {}
}
