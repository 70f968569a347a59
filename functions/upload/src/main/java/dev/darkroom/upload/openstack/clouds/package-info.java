/**
 * Which clouds there are and who we are there: {@code clouds.yaml}, {@code secure.yaml} and {@code OS_*}.
 *
 * <p>Reads files and variables, and asks no cloud. Knows nothing of openstack4j.
 */
package dev.darkroom.upload.openstack.clouds;
