/**
 * Where image bytes wait between functions, and what every stage that moves them has in common.
 *
 * <p>Knows free space, and who gives up bytes when others lack it ({@link dev.darkroom.staging.Resting}); when bytes are deleted
 * ({@link dev.darkroom.staging.SweepStaging}); who may work on a key ({@link dev.darkroom.staging.KeyGuard}); the shell around a
 * stage ({@link dev.darkroom.staging.Stage}); and what is demanded of images at more than one
 * ({@link dev.darkroom.staging.DemandConfig}). What is known of files alone is in {@code dev.darkroom.staging.disk}.
 * Knows no function, no image format and no target. Depends on {@code dev.darkroom.events} only.
 */
package dev.darkroom.staging;
