/**
 * Where image bytes wait between functions, and what every stage that moves them has in common.
 *
 * <p>Knows free space, the shell around a stage ({@link dev.darkroom.staging.Stage}) and what is demanded of images at more
 * than one ({@link dev.darkroom.staging.DemandConfig}); what is known of files alone is in {@code dev.darkroom.staging.disk}.
 * Knows no function, no image format and no target. Depends on {@code dev.darkroom.events} only.
 */
package dev.darkroom.staging;
