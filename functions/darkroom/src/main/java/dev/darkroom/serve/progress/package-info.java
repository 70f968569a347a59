/**
 * How far the work of this process is: noted by its functions, forgotten when an event says that it has ended, read over HTTP.
 *
 * <p>Knows events, by which it hears that work has ended, and who may read over HTTP; knows no function. Nothing here is kept:
 * it is gone with the process, and nobody decides by it.
 */
package dev.darkroom.serve.progress;
