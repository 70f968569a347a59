package dev.darkroom.upload.openstack.http;

import java.time.Duration;

/**
 * How long the cloud may take.
 *
 * @param answer for an answer to anything but an upload
 * @param stall  for the next piece of an upload to be taken
 * @param store  for the answer to an upload, from its last byte on: the service may still be hashing and storing
 */
public record Timeouts(Duration answer, Duration stall, Duration store) {}
