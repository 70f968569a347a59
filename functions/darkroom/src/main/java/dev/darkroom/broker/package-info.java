/**
 * A real single-node Kafka broker (KRaft) inside the process, on loopback, with its data on disk.
 *
 * <p>Knows Kafka's server; knows nothing of Darkroom. It is started before Quarkus and stopped after it.
 */
package dev.darkroom.broker;
