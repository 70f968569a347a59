/**
 * What people see while they wait: bars on a terminal, lines elsewhere. Both on standard error.
 *
 * <p>Knows how far it is ({@code dev.darkroom.cli.sync}); decides nothing and asks nobody.
 */
package dev.darkroom.cli.progress;
