/** The packaged application from outside: as a process, with real images, a real Kafka, Keystone and Glance. */
package dev.darkroom.whole;
