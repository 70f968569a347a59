package dev.darkroom.cli.document;

/**
 * A good alias or variable that leads to a name under which its own catalogue publishes nothing: only who knows all catalogues
 * knows whether that is wrong.
 *
 * @param alias   whether it is an alias, which leads to keys only; a variable leads to aliases, too
 * @param name    where it leads
 * @param warning what is to be said when nobody else has that name
 */
public record LooseEnd(boolean alias, String name, Mistake warning) {}
