/**
 * The published language of Darkroom: what happened, to which image, where.
 *
 * <p>Records, value types and the codes of failures; and what all functions do alike with them: the bus that takes events,
 * how an id follows from content, what of texts and URLs may be shown, how long to pause, how to go on whatever happens. Here,
 * too, is what several functions must see alike, and cannot have from each other: which names of properties are reserved
 * ({@code PropertyNames}: registry, upload), times in HTTP's headers ({@code HttpTimes}: fetch, upload), exceptions in words
 * ({@code Reasons}: all). Every value is validated where it is made, so that one that exists is valid, and its
 * {@code toString} is safe to log. Nothing here knows JSON, Kafka or any framework: only {@code java.*} is imported. How events
 * travel is the business of {@code dev.darkroom.wire}.
 */
package dev.darkroom.events;
