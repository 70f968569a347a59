/**
 * Where bytes come from: web servers and listed directories behind one {@link dev.darkroom.fetch.origin.Origin}, how long and
 * how often one is asked, and small texts read whole.
 *
 * <p>Which hosts may be asked, and what they are shown, is decided by {@code dev.darkroom.fetch.policy}, and for each hop anew;
 * which files, by {@link dev.darkroom.fetch.origin.ListedDirectories}; nowhere else. Knows HTTP and TLS. Knows nothing of
 * images: what is asked for, and what becomes of it, is the business of who asks.
 */
package dev.darkroom.fetch.origin;
