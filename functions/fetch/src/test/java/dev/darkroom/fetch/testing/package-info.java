/** An origin that misbehaves as real ones do, compressed streams, and bundles by an authority and a log of the tests' own. */
package dev.darkroom.fetch.testing;
