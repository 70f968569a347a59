/**
 * The command line, in the shape of {@code openstack}: data on standard output, everything else on standard error.
 *
 * <p>A class {@code ...Command} for each command, and beside them the options, sentences and steps that several share. Asks a
 * running Darkroom over HTTP, or the data directory when nothing runs; starts one ({@code dev.darkroom.serve}) where a command
 * needs it.
 */
package dev.darkroom.cli;
