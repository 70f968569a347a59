package dev.darkroom.cli;

import dev.darkroom.cli.document.CatalogueRead;
import dev.darkroom.serve.data.DataDirectory;
import java.util.Map;

/**
 * What is to be synchronised.
 *
 * @param catalogue what is wanted
 * @param data      where Darkroom keeps what it knows; null where another one is asked
 * @param targets   where the images are to be published
 * @param settings  settings that win over those of the user
 */
record Job(CatalogueRead catalogue, DataDirectory data, TargetOptions targets, Map<String, String> settings) {}
