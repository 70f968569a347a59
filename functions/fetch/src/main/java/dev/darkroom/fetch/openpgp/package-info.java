/**
 * Whether a sums file is signed by a key that the operator has pinned.
 *
 * <p>Knows OpenPGP (RFC 9580, and 4880 before it) as publishers of images use it: a clear-signed sums file, or a detached
 * signature beside it. Nothing else passes: no encrypted, compressed or one-pass-signed message, no text outside the one
 * signed block, no key but the pinned ones, nothing that is weak, expired, revoked or of tomorrow. Parsing of messages is
 * strict and ours; packets, keys and their bindings are Bouncy Castle's, which no other package imports. Knows no network and
 * no configuration.
 */
package dev.darkroom.fetch.openpgp;
