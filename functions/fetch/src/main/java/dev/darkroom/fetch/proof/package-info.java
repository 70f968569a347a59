/**
 * What every kind of proof has in common: that it may be refused, and that a clock may be why.
 *
 * <p>Knows no kind of proof, and none of who reads one.
 */
package dev.darkroom.fetch.proof;
