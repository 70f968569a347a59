package dev.darkroom.serve;

import dev.darkroom.broker.EmbeddedKafka;
import dev.darkroom.convert.Confinement;
import dev.darkroom.registry.access.Access;
import dev.darkroom.serve.data.DataDirectory;
import dev.darkroom.serve.data.DataDirectory.Hold;
import dev.darkroom.serve.data.DataDirectory.RunningProcess;
import dev.darkroom.serve.settings.KafkaServers;
import dev.darkroom.serve.settings.Listening;
import dev.darkroom.serve.settings.ServerNotStartedException;
import dev.darkroom.serve.settings.SettingMistakes;
import dev.darkroom.serve.settings.Settings;
import dev.darkroom.staging.disk.PrivateDirectory;
import dev.darkroom.upload.AnnounceTargets;
import dev.darkroom.upload.Targets;
import dev.darkroom.wire.Topics;
import io.quarkus.runtime.Quarkus;
import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The whole of Darkroom in this process: the broker first, Quarkus within it. There is one in a process at most. */
public final class Server implements AutoCloseable {
    // Quarkus sets the levels when it starts, which is after the broker: until then these loggers are quiet, so that a
    // failing start does not bury its reason under a thousand lines.
    static {
        Logger.getLogger("").setLevel(Level.INFO);
        EmbeddedKafka.LOGGERS.forEach(logger -> logger.setLevel(Level.SEVERE));
    }

    private static final Logger LOG = Logger.getLogger(Server.class.getName());

    /** By which libraries ask, when they are first used, where temporary files are to lie: H2, snappy and we; zstd. */
    private static final List<String> TEMPORARY = List.of("java.io.tmpdir", "ZstdTempFolder");

    /** The target of who names none: a directory among the data. */
    public static final String USUAL_TARGET = "images";

    private final Hold hold;
    private final DataDirectory data;
    private final EmbeddedKafka broker; // null when Kafka is elsewhere
    private final Listening listening;
    private RunningProcess process;
    private boolean leaving;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Server(Hold hold, DataDirectory data, EmbeddedKafka broker, Listening listening, RunningProcess process) {
        this.hold = hold;
        this.data = data;
        this.broker = broker;
        this.listening = listening;
        this.process = process;
    }

    /**
     * Starts, and returns when HTTP answers.
     *
     * @throws ServerNotStartedException in a sentence that says what to do
     */
    public static Server start(ServerOptions options) throws InterruptedException {
        DataDirectory data = options.data();
        try {
            Settings given = new Settings(options.settings(), options.configFile());
            SettingMistakes.refuse(
                    given, () -> Listening.of(given, options.forOneCommand()), () -> KafkaServers.given(given));
            Listening listening = Listening.of(given, options.forOneCommand());
            Optional<KafkaServers> elsewhere = KafkaServers.given(given);
            return start(options, given, data, listening, elsewhere);
        } catch (IOException e) {
            throw new ServerNotStartedException(data.unusable(e), e);
        }
    }

    private static Server start(
            ServerOptions options,
            Settings given,
            DataDirectory data,
            Listening listening,
            Optional<KafkaServers> elsewhere)
            throws IOException, InterruptedException {
        var lost =
                new BrokerLost(data, options.say(), () -> Runtime.getRuntime().halt(1));
        Hold hold = take(data);
        EmbeddedKafka broker = null;
        Server server = null;
        Map<String, String> settings;
        try {
            prepare(data);
            int http = options.httpPort();
            WantedPort.hold(http, listening.address(), "--http-port").close();
            broker = elsewhere.isPresent() ? null : StartBroker.start(options, lost);
            KafkaServers kafka = elsewhere.isPresent() ? elsewhere.get() : new KafkaServers(broker.bootstrapServers());
            boolean ours = broker != null;
            new ReachKafka(kafka, given, ReachKafka.SILENCE, options.say())
                    .reach(ours ? new Topics(1, (short) 1) : new Topics(6, (short) -1), ours)
                    .forEach(LOG::warning);
            var process = new RunningProcess(
                    ProcessHandle.current().pid(), listening.uri(http), kafka.names(), null, options.forOneCommand());
            settings = QuarkusSettings.of(options, given, process, listening);
            server = new Server(hold, data, broker, listening, process);
        } finally {
            if (server == null) {
                giveUp(hold, broker);
            }
        }
        server.run(settings, given, options.say()); // From here on it ends both itself.
        LogTrouble.sayOnce(options.say());
        lost.started();
        return server;
    }

    /** Takes the data directory for this process, also from one that ends while it is asked who it is. */
    private static Hold take(DataDirectory data) throws IOException, InterruptedException {
        while (true) {
            Optional<Hold> free = data.hold();
            if (free.isPresent()) {
                return free.get();
            }
            Optional<RunningProcess> other = data.running();
            if (other.isPresent()) {
                throw ServerNotStartedException.heldBy(other.get(), data);
            }
        }
    }

    private static void prepare(DataDirectory data) throws IOException {
        if (PrivateDirectory.isOpen(data.root())) {
            LOG.warning("other users of this machine can look into the data directory " + data.root()
                    + ", also at private images: chmod 700 it, or let a group");
        }
        String temporary = data.temporary().toString();
        TEMPORARY.forEach(setting -> System.setProperty(setting, temporary));
    }

    /** @param broker null when none has started */
    private static void giveUp(Hold hold, EmbeddedKafka broker) throws IOException {
        try (hold;
                broker) {
            // Closing is all there is to do.
        }
    }

    /** Where the registry answers. */
    public URI http() {
        return process.http();
    }

    /** With which token this process may be asked; null when none is needed. */
    public String token() {
        return process.token();
    }

    /** Whether tokens are sent to it unencrypted over a network. */
    public boolean readable() {
        return listening.readable();
    }

    /** The Kafka bootstrap servers. */
    public String kafka() {
        return process.kafka();
    }

    /** Where this process publishes. */
    public List<String> targets() {
        return CDI.current().select(Targets.class).get().all().stream()
                .map(target -> target.name().value())
                .toList();
    }

    /** The targets of which its registry does not know yet how they are, or which images are there. */
    public List<String> unseen() {
        return CDI.current()
                .select(ReviewTargets.class)
                .get()
                .unseen(CDI.current().select(AnnounceTargets.class).get());
    }

    /** How qemu-img is confined, where that is less than it could be. */
    public Optional<String> lesserSandbox() {
        return Optional.of(CDI.current().select(Confinement.class).get())
                .filter(confinement -> !confinement.full())
                .map(Confinement::description);
    }

    /** Waits until the process is told to stop. */
    public void awaitStopped() throws InterruptedException {
        stopped.await();
    }

    /** Stops Quarkus, then the broker, and returns when both have. */
    @Override
    public void close() throws InterruptedException {
        leave();
        Quarkus.asyncExit();
        stopped.await();
    }

    private void run(Map<String, String> settings, Settings given, Consumer<String> say) throws InterruptedException {
        settings.forEach(System::setProperty);
        var started = new CompletableFuture<Void>();
        ServeApplication.onStart(() -> started.complete(null), say);
        // The machine halts when the hooks have ended: this one keeps it until the broker has stopped in good order.
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopQuietly, "darkroom-stop"));
        new Thread(
                        () -> {
                            try {
                                Quarkus.run(ServeApplication.class, (code, failure) -> {
                                    if (failure != null) {
                                        started.completeExceptionally(failure);
                                    }
                                });
                            } finally {
                                stopBroker();
                                started.completeExceptionally(new IllegalStateException("it stopped while it started"));
                            }
                        },
                        "darkroom")
                .start();
        try {
            started.get();
        } catch (ExecutionException e) {
            stopped.await();
            throw ServerNotStartedException.because(e.getCause(), given);
        }
        HttpServer http = CDI.current().select(HttpServer.class).get();
        process = process.at(listening.uri(listening.encrypted() ? http.getSecurePort() : http.getPort()));
        Access access = CDI.current().select(Access.class).get();
        if (!access.open()) {
            process = process.with(access.tokens().issue("(owner)"));
        }
        announce();
    }

    private synchronized void announce() {
        if (!leaving) {
            data.announce(process);
        }
    }

    /** Before anything stops: who looks for this process from now on waits until it has ended, and asks nobody in vain. */
    private synchronized void leave() {
        leaving = true;
        if (!hold.channel().isOpen()) {
            return; // The directory may be somebody else's by now, and so may the note.
        }
        try {
            data.forget();
        } catch (IOException e) {
            // Nobody believes a note of a process that is gone.
        }
    }

    private void stopBroker() {
        try {
            if (broker != null) {
                broker.close();
            }
            release();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            stopped.countDown();
        }
    }

    private synchronized void release() throws IOException {
        hold.close();
    }

    private void stopQuietly() {
        leave();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
