/**
 * Where image bytes wait between functions, and what every stage that moves them has in common.
 *
 * <p>Knows files, free space and the shell around a stage ({@link dev.darkroom.staging.Stage}); knows no function, no
 * image format and no target. Depends on {@code dev.darkroom.events} only.
 */
package dev.darkroom.staging;
