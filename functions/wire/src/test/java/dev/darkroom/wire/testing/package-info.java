/** A Kafka that is as slow or as silent as real ones can be. */
package dev.darkroom.wire.testing;
