/**
 * What the process is told before it starts: where settings come from, which there are, what each may be, where HTTP listens
 * and which Kafka is used; and how a start that cannot be is said, in a sentence for people.
 *
 * <p>Knows the settings of every function by their mappings, and the options of the command line by their names, for its
 * sentences, and the data directory for who holds it. Reaches and starts nothing: {@code dev.darkroom.serve} does, which this
 * knows nothing of.
 */
package dev.darkroom.serve.settings;
