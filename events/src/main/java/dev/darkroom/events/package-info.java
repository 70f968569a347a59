/**
 * The published language of Darkroom: what happened, to which image, where.
 *
 * <p>Records, value types and the codes of failures; and what all functions do alike with them: the bus that takes events,
 * how an id follows from content, what of texts and URLs may be shown, how long to pause. Every value is validated where it
 * is made, so that one that exists is valid, and its {@code toString} is safe to log. Nothing here knows JSON, Kafka or any
 * framework: only {@code java.*} is imported. How events travel is the business of {@code dev.darkroom.wire}.
 */
package dev.darkroom.events;
