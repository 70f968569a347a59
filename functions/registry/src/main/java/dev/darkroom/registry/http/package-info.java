/**
 * The registry over HTTP: a few lines for each path. Answers have an ETag that is a function of their content; errors are
 * problem details (RFC 9457) with a code. Knows the questions of {@code dev.darkroom.registry.query}, decides nothing.
 */
package dev.darkroom.registry.http;
