/**
 * Who may do what over HTTP, and how much of it: tokens of our own, those of an OpenID provider, rights, limits, and what
 * protects a browser. Knows no question and no image: it tells those who answer who asks. The resources of {@code
 * dev.darkroom.registry.http} name the right that each of them needs.
 */
package dev.darkroom.registry.access;
