package dev.darkroom.cli.ask;

import dev.darkroom.registry.query.FindIds;
import dev.darkroom.registry.query.ImageView;
import dev.darkroom.registry.query.Rendering;
import dev.darkroom.registry.query.TargetView;
import java.util.SortedMap;

/**
 * What the registry knows, whoever answers. A question without an answer is a {@link
 * dev.darkroom.registry.query.QueryException} or an {@link UnansweredException}, with a sentence for people.
 */
public interface Registry extends AutoCloseable {
    /** Every image, by its key. */
    SortedMap<String, ImageView> images();

    /** One image with its history, by its key or an alias. */
    ImageView image(String name);

    SortedMap<String, TargetView> targets();

    /** The same without how many images are there: known also where other tables lack. */
    default SortedMap<String, TargetView> knownTargets() {
        return targets();
    }

    RenderedIds ids(FindIds.Question question, Rendering rendering) throws InterruptedException;

    /** Whether somebody works on what is not finished, so that waiting makes sense. */
    boolean live();

    @Override
    void close();

    /**
     * Names and image IDs.
     *
     * @param text         as they were asked for
     * @param target       where
     * @param pending      how many of the asked keys are not finished
     * @param failed       how many of them have failed for good
     * @param missing      how many of the asked aliases and variables stand for no ID
     * @param missingNames the first of those
     */
    record RenderedIds(String text, String target, int pending, int failed, int missing, String missingNames) {}
}
