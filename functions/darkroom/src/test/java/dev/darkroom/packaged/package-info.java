/** The packaged application as a process, as people run it. */
package dev.darkroom.packaged;
