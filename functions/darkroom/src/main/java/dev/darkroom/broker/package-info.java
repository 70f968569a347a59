/**
 * A real single-node Kafka broker (KRaft) inside the process, on loopback, with its data on disk.
 *
 * <p>Knows Kafka's server; of Darkroom only how reasons are put into words ({@code dev.darkroom.events.Reasons}) and what
 * survives a power cut ({@code dev.darkroom.staging.disk.ForceToDisk}). It is started before Quarkus and stopped after it.
 */
package dev.darkroom.broker;
