/** The door: {@link dev.darkroom.Darkroom} hands the arguments to the command line. */
package dev.darkroom;
