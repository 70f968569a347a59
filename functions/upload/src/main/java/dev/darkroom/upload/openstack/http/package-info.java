/**
 * HTTP as openstack4j sends it through us: the cloud's certificates, bodies that are streams, limits on time and size, and
 * what an answer or its absence means, in words for people.
 *
 * <p>Knows requests and answers, and of a token no more than that it may not be shown. Knows no image.
 */
package dev.darkroom.upload.openstack.http;
