package dev.darkroom.cli;

public final class Main {
    public static int run(String[] args) {
        try {
            var s = dev.darkroom.serve.Server.start(new dev.darkroom.serve.ServerOptions(
                    java.nio.file.Path.of(args[0]), 0, 0, java.util.Map.of(), null, null));
            System.err.println("UP " + s.http() + " " + s.kafka());
            s.awaitStopped();
        } catch (InterruptedException e) {
            return 130;
        }
        return 0;
    }
}
