/**
 * {@code image.requested} -> {@code image.fetched}: a source's bytes are downloaded, verified, decompressed, inspected and
 * staged.
 *
 * <p>{@link dev.darkroom.fetch.FetchImage} is the whole story in order. Bytes come from {@code dev.darkroom.fetch.origin}, what
 * must prove them from {@code dev.darkroom.fetch.verify}, before a byte of an image is asked for. Knows downloads that go on
 * behind what came, and compression; knows no HTTP, no signature, no disk format (that is {@code dev.darkroom.inspect}), no
 * target, and no other function.
 */
package dev.darkroom.fetch;
