package dev.darkroom.cli.document;

import dev.darkroom.registry.catalogue.Tree;

/**
 * A document that could be read.
 *
 * @param file    its path or URL, without secrets
 * @param listed  whether it was asked for by itself, not by another document
 * @param azimuth whether it is an Azimuth variables file
 * @param fields  its top-level fields; of an Azimuth variables file, the variables on images and the catalogue's name
 */
record Document(String file, boolean listed, boolean azimuth, Tree.Fields fields) {}
