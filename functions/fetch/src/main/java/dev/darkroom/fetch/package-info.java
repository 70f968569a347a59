/**
 * {@code image.requested} -> {@code image.fetched}: a source's bytes are downloaded, verified, decompressed, inspected and
 * staged.
 *
 * <p>{@link dev.darkroom.fetch.FetchImage} is the whole story in order. Where bytes come from is behind
 * {@link dev.darkroom.fetch.Origin}; what may be asked at all is decided by {@link dev.darkroom.fetch.OriginPolicy} (hosts)
 * and {@link dev.darkroom.fetch.ListedDirectories} (files), and nowhere else. What must prove the bytes
 * is found by {@link dev.darkroom.fetch.ExpectedDigests}, signatures included ({@code dev.darkroom.fetch.openpgp} and
 * {@code dev.darkroom.fetch.cosign} judge those), before a byte of an image is asked for. Knows HTTP, checksums and compression; knows no disk format (that is {@code
 * dev.darkroom.inspect}), no target, and no other function.
 */
package dev.darkroom.fetch;
