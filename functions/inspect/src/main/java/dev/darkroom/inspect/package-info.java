/**
 * What an image is, and whether it is safe: judged in Java, before anything else parses it, while it comes and when it is
 * whole.
 *
 * <p>Reads bounded parts of a file, or keeps bounded parts of a stream, and nothing else; starts no process, knows no function.
 * Every size, count and offset is checked where it is read, and a refusal names the field and its value. The inspection of the
 * whole file is the authority: the stream runs the same rules on less, and can only refuse early.
 */
package dev.darkroom.inspect;
