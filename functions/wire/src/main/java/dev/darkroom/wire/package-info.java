/**
 * How events travel: as JSON with CloudEvents attributes, on Kafka topics, which are made here, each with how long its records
 * are kept ({@code Topics}).
 *
 * <p>Knows Jackson and the Kafka clients; knows no function and no image. The events themselves are in
 * {@code dev.darkroom.events}.
 */
package dev.darkroom.wire;
