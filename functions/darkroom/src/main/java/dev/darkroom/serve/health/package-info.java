/**
 * Whether this process can do its work now, as {@code /q/health/ready} says it.
 *
 * <p>Each class asks one of the functions' objects, or the bus, and decides nothing itself.
 */
package dev.darkroom.serve.health;
