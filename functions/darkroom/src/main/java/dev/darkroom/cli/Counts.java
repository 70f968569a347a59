package dev.darkroom.cli;

/** Numbers of things, in words. */
final class Counts {
    private Counts() {}

    /** Such as {@code 1 image} or {@code 2 images}. */
    static String of(int number, String thing) {
        return of(number, thing, thing + "s");
    }

    static String of(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
