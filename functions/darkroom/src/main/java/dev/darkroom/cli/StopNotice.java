package dev.darkroom.cli;

/** Says so when the process is told to stop while something is under way. */
final class StopNotice implements AutoCloseable {
    private final Thread hook;

    /** @param session hears that it stops */
    StopNotice(Session session) {
        hook = new Thread(
                () -> {
                    session.stop();
                    session.console().say("stopping; the same command goes on from here");
                },
                "darkroom-notice");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It stops already: the notice is being given.
        }
    }
}
