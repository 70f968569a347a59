/**
 * What may be asked, and with which secret: the operator's {@code darkroom.origins}, and the networks that nobody is led into.
 *
 * <p>Judges URLs and the addresses that names stand for. Looks names up and reads secrets; connects to nothing, and knows
 * nothing of what is asked for.
 */
package dev.darkroom.fetch.policy;
