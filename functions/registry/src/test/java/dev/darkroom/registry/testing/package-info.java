/** A registry of its own for each test: on a real database in a file, with a clock that the test turns. */
package dev.darkroom.registry.testing;
