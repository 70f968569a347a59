package dev.darkroom.cli;

/** Numbers of things, in words. */
final class Counts {
    private Counts() {}

    /** Such as {@code 1 image} or {@code 2 images}. */
    static String of(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
