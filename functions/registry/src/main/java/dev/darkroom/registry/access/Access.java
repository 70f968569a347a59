package dev.darkroom.registry.access;

/**
 * Whom this process knows.
 *
 * @param open      whether whoever reaches it may do all: nothing says who may, and it listens on loopback only
 * @param providers whether an OpenID provider says of tokens that are not ours whose they are
 * @param tokens    our own
 */
public record Access(boolean open, boolean providers, Tokens tokens) {}
