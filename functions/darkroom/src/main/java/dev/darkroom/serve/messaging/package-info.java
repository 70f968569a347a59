/**
 * What lies between Kafka and the functions in this process: how clients connect, which records reach a function, what
 * happened before, where bad records go, and what becomes of work that the end of the process cuts short.
 *
 * <p>Knows SmallRye Reactive Messaging, which the functions know as annotations only. Knows no function, and
 * of the kinds of events only that of catalogues, whose key Kafka keeps.
 */
package dev.darkroom.serve.messaging;
