package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.serve.DataDirectory;
import dev.darkroom.upload.openstack.ImageService;
import dev.darkroom.upload.openstack.OpenStackImages;
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
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run with secrets of every kind, each with a mark: those that settings refer to are found nowhere afterwards; those that
 * an author has written into a URL of the catalogue, only where the catalogue itself travels and is kept.
 */
class SecretsIT {
    private static final OpenStackContainer OPENSTACK = OpenStackContainer.shared();
    private static final String BASIC = "canary-basic-5f1c";
    private static final String BEARER = "canary-bearer-77ab";
    private static final String HEADER = "canary-header-e09d";
    private static final String WRONG = "canary-wrong-31c4";
    private static final String WRONG_PASSWORD = "canary-cloud-b6f2";
    private static final String SIGNATURE = "canary-signature-94d0";
    private static final String USER = "canary-user-0c8e";

    /** How the origin of the first of them wants it; also a form in which it could be found. */
    private static final String BASIC_AUTHORIZATION =
            "Basic " + Base64.getEncoder().encodeToString(("robot:" + BASIC).getBytes(StandardCharsets.US_ASCII));

    private static final Map<String, String> REFERRED = new TreeMap<>(Map.of(
            "basic", BASIC,
            "basic, encoded", BASIC_AUTHORIZATION.substring("Basic ".length()),
            "bearer", BEARER,
            "header", HEADER,
            "wrong secret", WRONG,
            "wrong password", WRONG_PASSWORD,
            "password of a cloud", "consumer-password",
            "application credential", "uploads-secret",
            "token of a cloud", "gAAAA"));

    private static final Map<String, String> WRITTEN = Map.of("signature", SIGNATURE, "user", USER);
    /** Where a catalogue and its entries travel; nobody is told to subscribe to them. */
    private static final List<String> CATALOGUE = List.of(
            "topic darkroom.catalogues.v1",
            "topic darkroom.requested.v1",
            "topic darkroom.fetched.v1",
            "topic darkroom.converted.v1",
            "file registry.mv.db",
            "the database as SQL");

    private static final List<String> GOOD = List.of("basic", "bearer", "header", "signed");
    private static final List<String> BAD = List.of("wrong", "missing", "elsewhere");
    private static final List<String> TARGETS = List.of("images", "consumer", "published");

    @TempDir
    private Path work;

    @Test
    void nobodyEverSeesASecret() throws Exception {
        byte[] disk = Disks.qcow2(work, Disks.raw(24, 5));
        var darkroom =
                new Darkroom(work, work.resolve("data"), Map.of("OS_CLIENT_CONFIG_FILE", clouds(), "CANARY", BEARER));
        var places = new TreeMap<String, String>();
        try (var basic = new GuardedOrigin("Authorization", BASIC_AUTHORIZATION, disk);
                var bearer = new GuardedOrigin("Authorization", "Bearer " + BEARER, disk);
                var header = new GuardedOrigin("X-Api-Key", HEADER, disk);
                var wrong = new GuardedOrigin("Authorization", "nobody has this", disk);
                var signed = new Origin()) {
            signed.have("disk.qcow2", disk);
            List<String> arguments = new ArrayList<>(List.of("-Dquarkus.log.category.\"dev.darkroom\".level=DEBUG"));
            arguments.addAll(credential("basic", basic, "username=robot", "secret-file=" + file(BASIC)));
            arguments.addAll(credential("bearer", bearer, "secret-env=CANARY"));
            arguments.addAll(credential("header", header, "header=X-Api-Key", "secret-file=" + file(HEADER)));
            arguments.addAll(credential("wrong", wrong, "secret-file=" + file(WRONG)));
            arguments.addAll(List.of("up", "--http-port", "0", "--kafka-port", "0", "--disk-format", "raw"));
            arguments.addAll(List.of("--to", "cloud:images", "--to", "cloud:consumer", "--to", "cloud:wrong"));
            arguments.addAll(List.of("--to", "dir:" + work.resolve("published")));
            Path catalogue = catalogue(Map.of(
                    "basic", basic.url("disk.qcow2"),
                    "bearer", bearer.url("disk.qcow2"),
                    "header", header.url("disk.qcow2"),
                    "signed", signed.url("whole/disk.qcow2") + "?X-Amz-Signature=" + SIGNATURE,
                    "wrong", wrong.url("disk.qcow2"),
                    "missing", signed.url("whole/nix") + "?token=" + SIGNATURE,
                    "elsewhere", wrong.url("elsewhere?sig=" + SIGNATURE),
                    "user", "http://robot:" + USER + "@127.0.0.1/disk.qcow2"));
            run(darkroom, arguments, catalogue, places);
        }
        for (String cloud : List.of("images", "consumer")) {
            places.put("cloud " + cloud, imagesOf(cloud));
        }
        places.putAll(Traces.files(darkroom.data()));
        places.putAll(Traces.files(work.resolve("published")));
        places.put(
                "the database as SQL",
                Traces.database(DataDirectory.at(darkroom.data()).registryUrl()));
        places.put("what it printed", Files.readString(work.resolve("err-data-1")));

        assertThat(places)
                .containsKeys("GET /q/metrics", "file manifest.json", "file registry.mv.db", "what it printed");
        assertThat(places.get("cloud images")).contains("canary_basic");
        assertThat(places.get("the database as SQL")).contains("canary_wrong");
        assertThat(Traces.of(REFERRED, places)).isEmpty();
        assertThat(Traces.of(WRITTEN, places))
                .as("the search finds what is there")
                .contains("signature in topic darkroom.catalogues.v1")
                .allMatch(found -> CATALOGUE.stream().anyMatch(found::endsWith) || found.contains(" in file kafka/"));
    }

    /** Serves until everything has ended, and looks about while it does. */
    private static void run(Darkroom darkroom, List<String> arguments, Path catalogue, Map<String, String> places)
            throws Exception {
        try (var up = darkroom.start(arguments.toArray(String[]::new));
                var watch = new Watch(up.process(), darkroom.data().resolve("staging"))) {
            up.awaitSaid("stop with Ctrl-C");
            JsonNode running = Json.mapper()
                    .readTree(darkroom.data().resolve("running.json").toFile());
            URI service = URI.create(running.get("http").asText());
            places.put("answer to POST", Traces.post(service.resolve("/catalogues"), catalogue));
            awaitTheEnd(service);

            places.putAll(Traces.topics(running.get("kafka").asText()));
            places.putAll(Traces.answers(service, questions()));
            places.putAll(watch.seen());
            assertThat(watch.seen())
                    .anySatisfy((place, words) -> assertThat(words).contains("qemu-img\0convert"));
            assertThat(watch.seen().keySet()).anyMatch(place -> place.endsWith("/environ"));
            assertThat(watch.seen().keySet()).anyMatch(place -> place.contains("/staging/"));
        }
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
                        Stream.of("/images", "/targets", "/aliases", "/catalogues/canaries", "/q/health", "/q/metrics"),
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

    private Path catalogue(Map<String, String> urls) throws IOException {
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
        var options = new OpenStackImages.Options(
                Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofMinutes(5));
        ImageService images = OpenStackImages.connect(OPENSTACK.clouds().cloud(cloud), options, Clock.systemUTC());
        return images.list(Map.of("owner", images.projectId())).toString();
    }
}
