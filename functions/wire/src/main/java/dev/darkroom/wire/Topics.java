package dev.darkroom.wire;

import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.events.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TimeoutException;

/** Makes sure that the topics are there: creates what is missing where the broker allows it, and says what is not. */
public final class Topics {
    /** The largest event is a part of a catalogue, which may be written longer than it came; the rest is for its headers. */
    public static final int MAX_DATA_BYTES = CatalogueUpdated.LARGEST + 24 * 1024;

    public static final int MAX_MESSAGE_BYTES = MAX_DATA_BYTES + 64 * 1024;

    /** A dead letter is a whole record, and what is said of it. */
    public static final int MAX_DEAD_LETTER_BYTES = MAX_MESSAGE_BYTES + 64 * 1024;

    /** Of each partition, where records are kept for a time: whoever fills a topic takes its oldest, and not the disk. */
    static final long MOST_BYTES = 256L << 20;

    /** What is deleted or compacted, is so by segments that are full. */
    static final int SEGMENT_BYTES = 16 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int partitions;
    private final short replication;
    private final Duration patience;

    /** @param partitions of each topic; the bound on how many workers of one function share the work */
    public Topics(int partitions, short replication) {
        this(partitions, replication, PATIENCE);
    }

    /** @param patience how long Kafka may take to create what is missing */
    public Topics(int partitions, short replication, Duration patience) {
        this.partitions = partitions;
        this.replication = replication;
        this.patience = patience;
    }

    /**
     * Creates the topics that are missing, and has all take records as large as they must and no larger.
     *
     * @return a sentence for each reason why the broker does not let some
     * @throws SilentKafkaException  when nobody answers
     * @throws IllegalStateException naming the topics that are missing and could not be created
     */
    public List<String> ensure(Admin admin) throws InterruptedException {
        List<NewTopic> missing = missing(admin);
        if (!missing.isEmpty()) {
            create(admin, missing);
        }
        var present = new ArrayList<>(declared());
        present.removeAll(missing);
        return new TopicLimits(admin).ensure(present, missing);
    }

    private void create(Admin admin, List<NewTopic> missing) throws InterruptedException {
        try {
            admin.createTopics(missing, new CreateTopicsOptions().timeoutMs((int) patience.toMillis()))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            List<NewTopic> still = missing(admin); // Another process may have created them meanwhile.
            if (!still.isEmpty()) {
                throw new IllegalStateException(
                        "Kafka lacks the topics "
                                + still.stream().map(NewTopic::name).collect(Collectors.joining(", "))
                                + why(e.getCause()),
                        e);
            }
        }
    }

    private String why(Throwable failure) {
        return failure instanceof TimeoutException
                ? " and has not created them within " + patience.toSeconds()
                        + " s: its log says what keeps it. Start again then, or create them there before"
                : " and did not let them be created: " + failure.getMessage();
    }

    private List<NewTopic> missing(Admin admin) throws InterruptedException {
        try {
            Set<String> present = admin.listTopics().names().get();
            return declared().stream()
                    .filter(topic -> !present.contains(topic.name()))
                    .toList();
        } catch (ExecutionException e) {
            String words = "Kafka did not list its topics: " + e.getCause().getMessage();
            throw e.getCause() instanceof TimeoutException
                    ? new SilentKafkaException(words, e)
                    : new IllegalStateException(words, e);
        }
    }

    /** Every topic with its dead letters. */
    List<NewTopic> declared() {
        var topics = new ArrayList<NewTopic>();
        for (Topic topic : Topic.values()) {
            topics.add(topic(topic.address(), topic.compacted() ? null : topic.retention(), MAX_MESSAGE_BYTES));
            topics.add(topic(topic.deadLetters(), Topic.DEAD_LETTER_RETENTION, MAX_DEAD_LETTER_BYTES));
        }
        return topics;
    }

    private NewTopic topic(String address, Duration retention, int largest) {
        var configs = new HashMap<String, String>();
        configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(largest));
        configs.put(TopicConfig.SEGMENT_BYTES_CONFIG, String.valueOf(SEGMENT_BYTES));
        if (retention == null) {
            configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        } else {
            configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
            configs.put(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(retention.toMillis()));
            configs.put(TopicConfig.RETENTION_BYTES_CONFIG, String.valueOf(MOST_BYTES));
        }
        return new NewTopic(address, partitions, replication).configs(configs);
    }
}
