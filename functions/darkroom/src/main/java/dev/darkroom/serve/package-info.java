/**
 * The process: it starts and ends here, the broker around Quarkus, with the beans that all functions share. The sweep of the
 * staging that they share is a function of its own here.
 *
 * <p>Knows every function by its wiring. Where functions that do not know each other are to be brought together, it knows
 * classes of theirs too: the targets of an upload, the requests to fetch, and what the registry has recorded of both. What it
 * is told, what it keeps, how its records travel and what it says of itself is in the packages within. The command line
 * ({@code dev.darkroom.cli}) starts it; of that it knows the names of options, for its sentences, and no class.
 */
package dev.darkroom.serve;
