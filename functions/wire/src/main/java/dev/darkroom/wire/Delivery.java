package dev.darkroom.wire;

import dev.darkroom.events.Pauses;
import dev.darkroom.events.Reasons;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/**
 * Sends records to Kafka and waits until all in-sync replicas have them. While the brokers are away, or refuse who we are or
 * what we may do, what is to be said waits; it is never dropped. A producer alone would not: it gives up after a minute or
 * two, and knows only the credentials that it read when it was made. So who has failed is replaced by a new one.
 */
public final class Delivery<V> implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Delivery.class);

    /** Between attempts while Kafka does not take something. */
    public static final Pauses PAUSES = new Pauses(Duration.ofSeconds(1), Duration.ofSeconds(20));

    /** What Kafka's client takes where nothing else is set. */
    private static final int DELIVERY_TIMEOUT_MILLIS = 120_000;

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Supplier<Producer<String, V>> connect;
    private final Pauses pauses;
    private final Duration longest;
    private final Waits waits = new Waits();
    private volatile Producer<String, V> producer;
    private volatile boolean closed;

    /**
     * @param connect makes a producer, and reads the files that its settings name
     * @param pauses  before what may succeed later is sent again
     * @param longest after which a producer that says nothing has died, as one does whose thread meets an error
     */
    public Delivery(Supplier<Producer<String, V>> connect, Pauses pauses, Duration longest) {
        this.connect = connect;
        this.pauses = pauses;
        this.longest = longest;
        this.producer = connect.get();
    }

    /**
     * @param settings of the Kafka client; {@code bootstrap.servers} at least
     * @param largest  the bytes of the largest record
     */
    public static <V> Delivery<V> connect(Map<String, Object> settings, int largest, Serializer<V> values) {
        var all = new HashMap<String, Object>();
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // The topics keep records uncompressed: their broker would only have to unpack them.
        all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
        all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L << 20);
        all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, largest);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Duration.ofMinutes(1).toMillis());
        all.putAll(settings);
        Object timeout = all.getOrDefault(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MILLIS);
        var millis = (int) ConfigDef.parseType(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout, ConfigDef.Type.INT);
        return new Delivery<>(
                () -> new KafkaProducer<>(all, new StringSerializer(), values),
                PAUSES,
                Duration.ofMillis(millis).plusMinutes(1));
    }

    /**
     * Sends records in order, and returns when Kafka has all of them.
     *
     * @throws CancellationException when it is interrupted, or closed
     * @throws IllegalStateException when it will never take one, for the reason that is the cause
     */
    public void send(List<ProducerRecord<String, V>> records) {
        waits.begin();
        var left = new ArrayList<>(records);
        try {
            pauses.until(pause -> {
                // Also what Kafka has taken behind the first that it has not: the last of a key must stay the last.
                left.subList(0, attempt(left, pause.equals(pauses.first()))).clear();
                return left.isEmpty();
            });
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
            throw stopped();
        } finally {
            waits.end();
        }
    }

    /** That an event has been waiting for longer than usual; empty when none has. */
    Optional<String> problem(Duration usual) {
        return waits.problem("an event", usual);
    }

    /** @return how many records Kafka has taken before the first that it may take later */
    private int attempt(List<ProducerRecord<String, V>> records, boolean first) throws InterruptedException {
        Producer<String, V> used = producer;
        var sent = new ArrayList<Future<?>>(records.size());
        for (ProducerRecord<String, V> record : records) {
            sent.add(send(used, record));
        }
        long end = System.nanoTime() + longest.toNanos();
        int taken = records.size();
        Throwable trouble = null;
        for (int i = 0; i < sent.size(); i++) {
            Throwable failure = failure(sent.get(i), end);
            if (failure == null) {
                continue;
            }
            if (closed) {
                throw stopped();
            }
            if (!mayPass(failure, used)) {
                throw new IllegalStateException("Kafka did not take the event: " + failure.getMessage(), failure);
            }
            taken = Math.min(taken, i);
            trouble = failure;
        }
        if (trouble != null) {
            if (first) {
                LOG.warnf(
                        "Kafka has not taken what is for %s: %s; it is sent again until Kafka takes it",
                        records.get(taken).topic(), Reasons.of(trouble));
            }
            replace(used);
        }
        return taken;
    }

    private static CancellationException stopped() {
        return new CancellationException("stopped before Kafka acknowledged the event");
    }

    private Future<?> send(Producer<String, V> used, ProducerRecord<String, V> record) {
        try {
            return used.send(record);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException | IllegalStateException | OutOfMemoryError e) {
            return CompletableFuture.failedFuture(e); // The second says that it has been replaced meanwhile.
        }
    }

    /** @return null: Kafka has it */
    private static Throwable failure(Future<?> sent, long end) throws InterruptedException {
        try {
            sent.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (TimeoutException e) {
            return e;
        }
    }

    /** Logins, rights and keys are given again, on both sides. So is memory: a broker calls the lack of it unknown. */
    private boolean mayPass(Throwable failure, Producer<String, V> used) {
        return producer != used
                || failure instanceof RetriableException
                || failure instanceof AuthenticationException
                || failure instanceof AuthorizationException
                || failure instanceof UnknownServerException
                || failure instanceof OutOfMemoryError
                || failure instanceof TimeoutException
                // One that has failed so says so of everything that comes after.
                || failure.getCause() != null && mayPass(failure.getCause(), used);
    }

    private void replace(Producer<String, V> used) {
        synchronized (this) {
            if (closed || producer != used) {
                return;
            }
            try {
                producer = connect.get();
            } catch (KafkaException | OutOfMemoryError e) {
                // A key that is only half written, a name that is not known now.
                LOG.warnf("Kafka's client cannot be made anew yet, and the old one goes on: %s", Reasons.of(e));
                return;
            }
        }
        used.close(FAREWELL);
    }

    @Override
    public synchronized void close() {
        closed = true;
        producer.close(FAREWELL);
    }
}
