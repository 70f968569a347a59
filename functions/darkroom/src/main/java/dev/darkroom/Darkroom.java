package dev.darkroom;

import dev.darkroom.cli.Main;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The entry of the packaged application. Quarkus starts only when a command needs it. */
@QuarkusMain
public final class Darkroom {
    private Darkroom() {}

    public static void main(String[] args) {
        System.exit(Main.run(args));
    }
}
