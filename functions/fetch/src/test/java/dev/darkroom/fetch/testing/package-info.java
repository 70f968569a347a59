/** An origin that misbehaves as real ones do. */
package dev.darkroom.fetch.testing;
