/**
 * Fakes, samples and a fuzzer for the tests of every module, published as the {@code tests} jar of {@code events}, so that
 * each stands once.
 */
package dev.darkroom.events.testing;
