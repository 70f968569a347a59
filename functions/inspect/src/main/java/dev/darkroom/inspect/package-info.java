/**
 * What an image file is, and whether it is safe: judged in Java, before anything else parses it.
 *
 * <p>Reads bounded parts of a file and nothing else; starts no process, knows no function. Every size, count and offset
 * is checked where it is read, and a refusal names the field and its value.
 */
package dev.darkroom.inspect;
