package dev.darkroom.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends records to Kafka and waits until all in-sync replicas have them. While the brokers are away, what is to be said
 * waits; it is never dropped. A producer alone would not: it gives up after a minute where it has never spoken of a topic.
 */
public final class Delivery<V> implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofHours(24);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    private final Producer<String, V> producer;
    private final Duration patience;
    private final Duration firstPause;
    private final Map<Thread, Long> waiting = new ConcurrentHashMap<>();

    /** @param patience how long what may succeed later is sent again, with growing pauses */
    Delivery(Producer<String, V> producer, Duration patience, Duration firstPause) {
        this.producer = producer;
        this.patience = patience;
        this.firstPause = firstPause;
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
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Duration.ofMinutes(1).toMillis());
        all.putAll(settings);
        return new Delivery<>(new KafkaProducer<>(all, new StringSerializer(), values), PATIENCE, FIRST_PAUSE);
    }

    /**
     * Sends records in order, and returns when Kafka has all of them.
     *
     * @throws IllegalStateException when it does not take one, for the reason that is the cause, or when it is interrupted
     */
    public void send(List<ProducerRecord<String, V>> records) {
        long start = System.nanoTime();
        waiting.put(Thread.currentThread(), start);
        try {
            int taken = 0;
            Duration pause = firstPause;
            while (true) {
                boolean last = System.nanoTime() - start >= patience.toNanos();
                // Also what Kafka has taken behind the first that it has not: the last of a key must stay the last.
                taken += attempt(records.subList(taken, records.size()), last);
                if (taken == records.size()) {
                    return;
                }
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped before Kafka acknowledged the event", e);
        } finally {
            waiting.remove(Thread.currentThread());
        }
    }

    /** For how long the oldest record has been waiting that Kafka has not acknowledged yet. */
    public Duration waiting() {
        long now = System.nanoTime();
        return Duration.ofNanos(
                waiting.values().stream().mapToLong(since -> now - since).max().orElse(0));
    }

    /** @return how many records Kafka has taken before the first that it may take later */
    private int attempt(List<ProducerRecord<String, V>> records, boolean last) throws InterruptedException {
        var sent = new ArrayList<Future<?>>(records.size());
        for (ProducerRecord<String, V> record : records) {
            sent.add(producer.send(record));
        }
        int taken = records.size();
        for (int i = 0; i < sent.size(); i++) {
            try {
                sent.get(i).get();
            } catch (ExecutionException e) {
                if (last || !(e.getCause() instanceof RetriableException)) {
                    throw new IllegalStateException(
                            "Kafka did not take the event: " + e.getCause().getMessage(), e.getCause());
                }
                taken = Math.min(taken, i);
            }
        }
        return taken;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
