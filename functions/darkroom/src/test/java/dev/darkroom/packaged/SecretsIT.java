package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.serve.data.DataDirectory;
import dev.darkroom.upload.openstack.ImageService;
import dev.darkroom.upload.openstack.OpenStackImages;
import dev.darkroom.upload.openstack.http.Timeouts;
import dev.darkroom.upload.testing.OpenStackContainer;
import dev.darkroom.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run with secrets of every kind, each with a mark: those that settings refer to, those that an origin sends, and those
 * that somebody writes into a URL, through every door. None is found anywhere afterwards. What a stranger has written to a
 * topic himself is found there, and shows that the search finds what is there.
 */
class SecretsIT {
    private static final OpenStackContainer OPENSTACK = OpenStackContainer.shared();
    private static final String BASIC = "canary-basic-5f1c";
    private static final String BEARER = "canary-bearer-77ab";
    private static final String HEADER = "canary-header-e09d";
    private static final String QUERY = "canary-query-a8e3";
    private static final String WRONG = "canary-wrong-31c4";
    private static final String WRONG_PASSWORD = "canary-cloud-b6f2";
    private static final String REDIRECT = "canary-redirect-2d19";
    private static final String SIGNATURE = "canary-signature-94d0";
    private static final String USER = "canary-user-0c8e";
    private static final String STRANGER = "canary-stranger-6b75";

    /** How the origin of the first of them wants it; also a form in which it could be found. */
    private static final String BASIC_AUTHORIZATION =
            "Basic " + Base64.getEncoder().encodeToString(("robot:" + BASIC).getBytes(StandardCharsets.US_ASCII));

    private static final Map<String, String> SECRETS = new TreeMap<>(Map.ofEntries(
            Map.entry("basic", BASIC),
            Map.entry("basic, encoded", BASIC_AUTHORIZATION.substring("Basic ".length())),
            Map.entry("bearer", BEARER),
            Map.entry("header", HEADER),
            Map.entry("query", QUERY),
            Map.entry("wrong secret", WRONG),
            Map.entry("wrong password", WRONG_PASSWORD),
            Map.entry("password of a cloud", "consumer-password"),
            Map.entry("application credential", "uploads-secret"),
            Map.entry("token of a cloud", "gAAAA"),
            Map.entry("signature of a redirect", REDIRECT),
            Map.entry("signature in a URL", SIGNATURE),
            Map.entry("user in a URL", USER)));

    private static final String SIGNED = "http://127.0.0.1/disk.qcow2?X-Amz-Date=1&X-Amz-Signature=" + SIGNATURE;
    private static final String USERS = "http://robot:" + USER + "@127.0.0.1/disk.qcow2";

    private static final List<String> GOOD =
            List.of("basic", "bearer", "header", "query", "redirected", "kept", "included");
    private static final List<String> BAD = List.of("wrong", "missing", "elsewhere");
    private static final List<String> TARGETS = List.of("images", "consumer", "published");

    @TempDir
    private Path work;

    private final Map<String, String> places = new TreeMap<>();
    private Darkroom darkroom;

    @Test
    void nobodyEverSeesASecret() throws Exception {
        byte[] disk = Disks.qcow2(work, Disks.raw(12, 5));
        darkroom =
                new Darkroom(work, work.resolve("data"), Map.of("OS_CLIENT_CONFIG_FILE", clouds(), "CANARY", BEARER));
        try (var basic = GuardedOrigin.byHeader("Authorization", BASIC_AUTHORIZATION, disk);
                var bearer = GuardedOrigin.byHeader("Authorization", "Bearer " + BEARER, disk);
                var header = GuardedOrigin.byHeader("X-Api-Key", HEADER, disk);
                var query = GuardedOrigin.byQuery("se=1&sig=" + QUERY, disk);
                var wrong = GuardedOrigin.byHeader("Authorization", "nobody has this", disk);
                var store = GuardedOrigin.byQuery("X-Goog-Signature=" + REDIRECT, disk)) {
            query.redirecting("/moved", store.url("/disk.qcow2?X-Goog-Signature=" + REDIRECT));
            query.with("/base.yaml", yaml("included", query.url("/disk.qcow2")));
            List<String> credentials = Stream.of(
                            credential("basic", basic, "username=robot", "secret-file=" + file(BASIC)),
                            credential("bearer", bearer, "secret-env=CANARY"),
                            credential("header", header, "header=X-Api-Key", "secret-file=" + file(HEADER)),
                            credential("query", query, "path=/", "query=true", "secret-file=" + query(QUERY)),
                            credential("wrong", wrong, "secret-file=" + file(WRONG)))
                    .flatMap(List::stream)
                    .toList();
            Path catalogue = json(Map.of(
                    "basic", basic.url("/disk.qcow2"),
                    "bearer", bearer.url("/disk.qcow2"),
                    "header", header.url("/disk.qcow2"),
                    "query", query.url("/disk.qcow2"),
                    "redirected", query.url("/moved"),
                    "wrong", wrong.url("/disk.qcow2"),
                    "missing", wrong.url("/nix"),
                    "elsewhere", query.url("/elsewhere")));
            run(credentials, catalogue, () -> {
                publish(credentials, 0, "include: " + query.url("/base.yaml"));
                publish(credentials, 2, "include: " + query.url("/base.yaml") + "?sig=" + SIGNATURE);
                publish(credentials, 2, bad(basic) + yaml("kept", basic.url("/disk.qcow2")));
                publish(credentials, 2, bad(basic) + yaml("kept", basic.url("/disk.qcow2")), "--keep-going");
                String onlyEntries = bad(basic).replaceFirst("include: .*\n", "");
                publish(credentials, 1, onlyEntries + yaml("kept", basic.url("/disk.qcow2")), "--keep-going");
            });
        }
        look();

        assertThat(Traces.of(SECRETS, places)).isEmpty();
        assertThat(Traces.of(Map.of("stranger", STRANGER), places))
                .as("the search finds what is there, and a stranger's secret is nowhere but where he has put it")
                .contains("stranger in topic darkroom.catalogues.v1")
                .anyMatch(found -> found.startsWith("stranger in file kafka/"))
                .allMatch(found -> found.contains("in topic darkroom.catalogues.v1")
                        || found.contains("in file kafka/") && found.contains("darkroom.catalogues.v1-"));
        assertThat(Traces.of(Map.of("key", "canary_query"), places))
                .as("the search looks into every kind of place")
                .contains(
                        "key in topic darkroom.requested.v1",
                        "key in topic darkroom.ready.v1",
                        "key in GET /images",
                        "key in GET /ids?target=images&format=json",
                        "key in cloud images",
                        "key in the database as SQL",
                        "key in file registry.mv.db",
                        "key in file manifest.json",
                        "key in what it printed");
    }

    /** What happens while it serves, and does no more than to publish. */
    @FunctionalInterface
    private interface Doors {
        void open() throws Exception;
    }

    /** Serves until everything has ended, and looks about while it does. */
    private void run(List<String> credentials, Path catalogue, Doors doors) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-Dquarkus.log.category.\"dev.darkroom\".level=DEBUG"));
        arguments.addAll(credentials);
        arguments.addAll(List.of("up", "--http-port", "0", "--kafka-port", "0", "--disk-format", "raw"));
        arguments.addAll(List.of("--to", "cloud:images", "--to", "cloud:consumer", "--to", "cloud:wrong"));
        arguments.addAll(List.of("--to", "dir:" + work.resolve("published")));
        try (var up = darkroom.start(arguments.toArray(String[]::new));
                var watch = new Watch(up.process(), darkroom.data().resolve("staging"))) {
            up.awaitSaid("stop with Ctrl-C");
            JsonNode running = darkroom.running();
            URI service = URI.create(running.get("http").asText());
            String kafka = running.get("kafka").asText();
            place("answer to POST", 202, Traces.post(service.resolve("/catalogues"), catalogue));
            place("answer to a bad POST", 400, Traces.post(service.resolve("/catalogues"), json(Map.of("s", SIGNED))));
            place("answer to a bad POST", 400, Traces.post(service.resolve("/catalogues"), json(Map.of("u", USERS))));
            Traces.publish(kafka, "darkroom.catalogues.v1", cloudEvent(), strangers());
            doors.open();
            awaitTheEnd(service);

            places.putAll(Traces.topics(kafka));
            places.putAll(Traces.answers(service, questions()));
            places.putAll(watch.seen());
            assertThat(places.get("GET /catalogues/strangers"))
                    .contains("\"refused_count\":4", "must not carry a secret");
            assertThat(watch.seen())
                    .containsKey("/proc/" + up.process().pid() + "/cmdline")
                    .anySatisfy((place, words) -> assertThat(words).contains("qemu-img\0convert"));
            assertThat(watch.seen().keySet()).anyMatch(place -> place.endsWith("/environ"));
            assertThat(watch.seen().keySet()).anyMatch(place -> place.contains("/staging/"));
        }
    }

    /** What lies about when it has stopped. */
    private void look() throws Exception {
        for (String cloud : List.of("images", "consumer")) {
            places.put("cloud " + cloud, imagesOf(cloud));
        }
        places.putAll(Traces.files(darkroom.data()));
        places.putAll(Traces.files(work.resolve("published")));
        places.put(
                "the database as SQL",
                Traces.database(DataDirectory.at(darkroom.data()).registryUrl()));
        places.put("what it printed", Files.readString(work.resolve("err-data-1")));
        assertThat(places).containsKey("GET /q/metrics");
        try (Stream<Path> libraries = Files.walk(Path.of("target/quarkus-app/lib"))) {
            assertThat(libraries.map(Path::toString))
                    .as("traces would have to be searched, too")
                    .noneMatch(name -> name.contains("opentelemetry-sdk") || name.contains("quarkus-opentelemetry"));
        }
    }

    private void place(String name, int status, String answer) {
        assertThat(answer).startsWith(status + " ");
        places.merge(name, answer, (old, now) -> old + "\n" + now);
    }

    private void publish(List<String> credentials, int code, String document, String... options) throws Exception {
        Path catalogue = Files.writeString(work.resolve("written.yaml"), document);
        List<String> arguments = new ArrayList<>(credentials);
        arguments.add("publish");
        arguments.addAll(List.of(options));
        arguments.add(catalogue.toString());
        Darkroom.Result result = darkroom.run(arguments.toArray(String[]::new));
        assertThat(result.code()).as(result.err()).isEqualTo(code);
        places.merge("what publish printed", result.out() + result.err(), (old, now) -> old + "\n" + now);
    }

    private static String yaml(String name, String url) {
        return "images:\n  canary_" + name + ": {source_url: '" + url + "', source_disk_format: qcow2}\n";
    }

    /** The beginning of a document, with secrets wherever URLs stand. */
    private static String bad(GuardedOrigin origin) {
        return "catalogue: bad\ninclude: ['" + SIGNED + "', '" + USERS + "']\naliases: {a: '" + SIGNED + "'}\n"
                + yaml("signed", SIGNED)
                + "  canary_user: {source_url: '" + USERS + "'}\n"
                + "  canary_sums: {source_url: '" + origin.url("/a.qcow2") + "', checksum: '" + SIGNED
                + "', checksum_signature: '" + SIGNED + "', properties: {docs: '" + USERS + "'}}\n"
                + "  canary_typo: {source_urls: '" + SIGNED + "', source_url: '" + SIGNED.replace("//", "/")
                + "'}\n".replace("images:\n", "");
    }

    private static Map<String, String> cloudEvent() {
        return Map.of(
                "ce_specversion", "1.0",
                "ce_id", "1",
                "ce_source", "/stranger",
                "ce_type", "dev.darkroom.catalogue.updated.v1",
                "content-type", "application/json");
    }

    private static String strangers() throws IOException {
        String signed = "https://example.org/a.qcow2?sig=" + STRANGER;
        return Json.mapper()
                .writeValueAsString(Map.of(
                        "catalogue", "strangers",
                        "aliases", Map.of("stranger", signed),
                        "images",
                                Map.of(
                                        "stranger_1", Map.of("source_url", signed),
                                        "stranger_2", Map.of("source_url", "https:/me:" + STRANGER + "@example.org/a"),
                                        "stranger_3",
                                                Map.of("name", signed, "source_url", "http://127.0.0.1/a.qcow2"))));
    }

    private static void awaitTheEnd(URI service) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        JsonNode images;
        do {
            Thread.sleep(200);
            images = Json.mapper()
                    .readTree(Traces.get(service.resolve("/images")).body());
            assertThat(System.nanoTime()).as(images.toString()).isLessThan(deadline);
        } while (!hasEnded(images));
    }

    private static boolean hasEnded(JsonNode images) {
        return GOOD.stream().allMatch(image -> TARGETS.stream().allMatch(at -> is(images, image, at, "ready")))
                && BAD.stream().allMatch(image -> TARGETS.stream().allMatch(at -> is(images, image, at, "failed")));
    }

    private static boolean is(JsonNode images, String image, String target, String status) {
        return images.at("/canary_" + image + "/targets/" + target + "/status")
                .asText()
                .equals(status);
    }

    private static List<String> questions() {
        return Stream.of(
                        Stream.of("/images", "/targets", "/aliases", "/catalogues/canaries", "/catalogues/strangers"),
                        Stream.of("/q/health", "/q/metrics"),
                        Stream.concat(GOOD.stream(), BAD.stream()).map(image -> "/images/canary_" + image),
                        Stream.of("json", "yaml", "ansible", "tfvars", "env")
                                .map(format -> "/ids?target=images&format=" + format))
                .flatMap(part -> part)
                .toList();
    }

    private static List<String> credential(String name, GuardedOrigin origin, String... fields) {
        return Stream.concat(Stream.of("host=" + origin.host()), Stream.of(fields))
                .map(field -> "-Ddarkroom.origins.credentials." + name + "." + field)
                .toList();
    }

    private Path file(String secret) throws IOException {
        return Files.writeString(work.resolve(secret.replaceAll("-[^-]*$", "")), secret + "\n");
    }

    private Path query(String secret) throws IOException {
        return Files.writeString(work.resolve("query"), "?se=1&sig=" + secret + "\n");
    }

    private Path json(Map<String, String> urls) throws IOException {
        var images = new TreeMap<String, Object>();
        urls.forEach(
                (name, url) -> images.put("canary_" + name, Map.of("source_url", url, "source_disk_format", "qcow2")));
        return Files.writeString(
                work.resolve("catalogue.json"),
                Json.mapper().writeValueAsString(Map.of("catalogue", "canaries", "images", images)));
    }

    /** The clouds of the container, and one more that has a wrong password. */
    private String clouds() throws IOException {
        String clouds = Files.readString(OPENSTACK.cloudsYaml());
        String wrong = clouds.substring(clouds.indexOf("  images-password:"), clouds.indexOf("  consumer:"))
                .replace("images-password:", "wrong:")
                .replace("uploader-password", WRONG_PASSWORD);
        return Files.writeString(work.resolve("clouds.yaml"), clouds + wrong).toString();
    }

    private static String imagesOf(String cloud) {
        var timeouts = new Timeouts(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofMinutes(5));
        ImageService images = OpenStackImages.connect(OPENSTACK.clouds().cloud(cloud), timeouts, Clock.systemUTC());
        return images.list(Map.of("owner", images.projectId()), Optional::of).toString();
    }
}
