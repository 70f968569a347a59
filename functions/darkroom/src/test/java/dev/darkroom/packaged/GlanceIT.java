package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.demo.DemoOrigin;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.fetch.testing.FakeOrigin;
import dev.darkroom.packaged.RealImages.Image;
import dev.darkroom.upload.openstack.ImageService;
import dev.darkroom.upload.openstack.OpenStackImages;
import dev.darkroom.upload.openstack.RemoteImage;
import dev.darkroom.upload.openstack.http.Timeouts;
import dev.darkroom.upload.testing.OpenStackContainer;
import dev.darkroom.wire.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sync} into a real Glance. */
class GlanceIT {
    private static final OpenStackContainer OPENSTACK = OpenStackContainer.shared();

    @TempDir
    private static Path images;

    private static List<Image> three;

    @TempDir
    private Path room;

    @BeforeAll
    static void makeImages() throws IOException, InterruptedException {
        three = RealImages.three(images);
    }

    @Test
    void threeRealImagesBecomeCommunityImagesOnce() throws Exception {
        Darkroom darkroom = darkroom();
        Darkroom.Result first;
        Path catalogue;
        int port;
        int before = OPENSTACK.getLogs().length();
        try (DemoOrigin origin = origin()) {
            port = origin.uri().getPort();
            catalogue = catalogue(origin);

            first = darkroom.run(
                    "sync", catalogue.toString(), "--to", "cloud:images", "--disk-format", "raw", "-f", "json");
        }

        assertThat(first.code()).as(first.err()).isZero();
        Map<String, String> ids = ids(first.out());
        assertThat(ids).hasSize(3);
        for (Image image : three) {
            RemoteImage there = cloud("images")
                    .find(ImageId.parse(ids.get("sync_" + image.name())))
                    .orElseThrow();
            assertThat(there.status()).isEqualTo("active");
            assertThat(there.visibility()).isEqualTo("community");
            assertThat(there.hashValue()).isEqualTo(image.raw().hex());
            assertThat(there.minDisk()).isEqualTo(1);
            assertThat(there.properties())
                    .containsEntry("os_distro", "trial")
                    .containsEntry("darkroom_key", "sync_" + image.name());
            assertThat(cloud("consumer").find(there.id())).as("for everybody").isPresent();
        }

        String glance = OPENSTACK.getLogs();
        assertThat(asked(glance.substring(before)))
                .as("what Glance has seen of it")
                .filteredOn(each -> each.startsWith("PUT "))
                .hasSize(3);

        try (var origin = new FakeOrigin(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()), "http")) {
            Darkroom.Result second = darkroom.run(
                    "sync", catalogue.toString(), "--to", "cloud:images", "--disk-format", "raw", "-f", "json");

            assertThat(second.code()).as(second.err()).isZero();
            assertThat(ids(second.out())).isEqualTo(ids);
            assertThat(origin.requests()).as("no byte is downloaded").isEmpty();
        }
        assertThat(asked(OPENSTACK.getLogs().substring(glance.length())))
                .as("one list, and nothing is changed")
                .allMatch(each -> each.startsWith("GET "))
                .filteredOn(each -> each.startsWith("GET /v2/images?"))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(darkroom.data().resolve("staging")).isEmptyDirectory();
    }

    @Test
    void azimuthsVariablesFilesAreCataloguesAsTheyStand() throws Exception {
        Darkroom darkroom = darkroom();
        Path variables = room.resolve("all.yml");
        try (DemoOrigin origin = origin()) {
            Image image = three.getFirst();
            Files.writeString(variables, """
                    terraform_provider: openstack
                    infra_community_images_target_disk_format: raw
                    infra_community_images_default:
                      azimuth_2004_20260801:
                        name: azimuth-20260801
                        source_url: %s
                        source_disk_format: qcow2
                        container_format: bare
                        disk_format: "{{ infra_community_images_target_disk_format }}"
                        checksum: %s
                    infra_community_images_extra: {}
                    community_images_custom_properties: ["hw_scsi_model=virtio-scsi"]
                    """.formatted(url(origin, image), image.sha256()));

            Darkroom.Result run = darkroom.run("sync", variables.toString(), "--to", "cloud:images");

            assertThat(run.code()).as(run.err()).isZero();
        }
        String id = ImageId.of(new ImageKey("azimuth_2004_20260801"), 0).toString();
        assertThat(darkroom.run("ids", "-f", "ansible").out()).isEqualTo("""
                        infra_community_image_info:
                          azimuth_2004_20260801: "%s"
                        community_images_image_ids:
                          azimuth_2004_20260801: "%s"
                        """.formatted(id, id));
        RemoteImage there = cloud("images").find(ImageId.parse(id)).orElseThrow();
        assertThat(there.hashValue()).isEqualTo(three.getFirst().raw().hex());
        assertThat(there.diskFormat()).isEqualTo("raw");
    }

    @Test
    void azimuthsVariablesOfTodayAreCataloguesToo() throws Exception {
        Darkroom darkroom = darkroom();
        Path variables = room.resolve("today.yml");
        try (DemoOrigin origin = origin()) {
            Image image = three.getFirst();
            Files.writeString(
                    variables, """
                    community_images_disk_format: raw
                    community_images_default_visibility: community
                    community_images_update_existing_visibility: true
                    community_images_custom_properties: ["hw_scsi_model=virtio-scsi"]
                    community_images_extra:
                      debian_11_20260711:
                        name: debian-11-generic-amd64-20260711
                        source_url: %s
                        source_disk_format: qcow2
                        container_format: bare
                        checksum: "%s"
                        properties: ["hw_architecture=x86_64"]
                      kube_1_34_20260801:
                        name: ubuntu-noble-kube-v1.34.2-260801
                        source_url: %s
                        source_disk_format: qcow2
                        container_format: bare
                        checksum: "%s"
                        kubernetes_version: "v1.34.2"
                        visibility: private
                    """.formatted(url(origin, image), image.sha256(), url(origin, image), image.sha256()));

            Darkroom.Result run = darkroom.run("sync", variables.toString(), "--to", "cloud:images");

            assertThat(run.code()).as(run.err()).isZero();
        }
        ImageId debian = ImageId.of(new ImageKey("debian_11_20260711"), 0);
        ImageId kube = ImageId.of(new ImageKey("kube_1_34_20260801"), 0);
        assertThat(darkroom.run("ids", "-f", "ansible").out()).contains("""
                        community_images_image_ids:
                          debian_11_20260711: "%s"
                          kube_1_34_20260801: "%s"
                        """.formatted(debian, kube));
        RemoteImage open = cloud("images").find(debian).orElseThrow();
        assertThat(open.diskFormat()).isEqualTo("raw");
        assertThat(open.visibility()).isEqualTo("community");
        assertThat(open.hashValue()).isEqualTo(three.getFirst().raw().hex());
        assertThat(open.properties())
                .containsEntry("hw_architecture", "x86_64")
                .containsEntry("hw_scsi_model", "virtio-scsi");
        RemoteImage closed = cloud("images").find(kube).orElseThrow();
        assertThat(closed.visibility()).isEqualTo("private");
        assertThat(closed.properties())
                .as("what Magnum asks for")
                .containsEntry("kube_version", "v1.34.2")
                .containsEntry("os_distro", "ubuntu");
        assertThat(cloud("consumer").find(kube)).as("for nobody else").isEmpty();
    }

    /** A name in clouds.yaml that means another project than before, as when a cloud is set up anew. */
    @Test
    void aTargetThatIsAnotherProjectHasItsImagesThere() throws Exception {
        Darkroom darkroom = darkroom();
        Image image = three.getFirst();
        Path catalogue = room.resolve("moving.yaml");
        try (DemoOrigin origin = origin()) {
            Files.writeString(
                    catalogue, """
                    images:
                      moving: {source_url: "%s", source_disk_format: %s}
                    """.formatted(url(origin, image), image.format().label()));
            var owners = new ArrayList<String>();
            for (String cloud : List.of("images", "consumer", "images")) {
                Darkroom.Result run = darkroom.run(
                        "-Ddarkroom.targets.mine.cloud=" + cloud,
                        "-Ddarkroom.targets.mine.disk-format=raw",
                        "sync",
                        catalogue.toString(),
                        "-f",
                        "json");

                assertThat(run.code()).as(run.err()).isZero();
                RemoteImage there = cloud(cloud)
                        .find(ImageId.parse(ids(run.out()).get("moving")))
                        .orElseThrow();
                assertThat(there.status()).isEqualTo("active");
                assertThat(there.hashValue()).isEqualTo(image.raw().hex());
                assertThat(there.owner()).isEqualTo(cloud(cloud).projectId());
                owners.add(there.owner());
            }
            assertThat(owners.get(1)).isNotEqualTo(owners.get(0)).isNotEqualTo(owners.get(2));
        }
    }

    /** What Glance was asked, as its log has it. */
    private static List<String> asked(String log) {
        return Pattern.compile("\"([A-Z]+ /v2/\\S*) HTTP")
                .matcher(log)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private Darkroom darkroom() {
        return new Darkroom(
                room,
                room.resolve("data"),
                Map.of("OS_CLIENT_CONFIG_FILE", OPENSTACK.cloudsYaml().toString()));
    }

    private static DemoOrigin origin() throws IOException {
        return new DemoOrigin(three.stream()
                .collect(Collectors.toMap(image -> image.file().getFileName().toString(), Image::file)));
    }

    private static String url(DemoOrigin origin, Image image) {
        return origin.uri().resolve(image.file().getFileName().toString()).toString();
    }

    private Path catalogue(DemoOrigin origin) throws IOException {
        Map<String, Object> entries = three.stream()
                .collect(Collectors.toMap(
                        image -> "sync_" + image.name(),
                        image -> Map.of(
                                "source_url", url(origin, image),
                                "source_disk_format", image.format().label(),
                                "checksum", image.sha256().toString(),
                                "properties", Map.of("os_distro", "trial"))));
        Path path = room.resolve("catalogue.json");
        Files.writeString(path, Json.mapper().writeValueAsString(Map.of("catalogue", "sync", "images", entries)));
        return path;
    }

    private static Map<String, String> ids(String json) throws IOException {
        JsonNode rows = Json.mapper().readTree(json);
        Function<JsonNode, String> id = row -> row.get("ID").asText();
        return rows.valueStream().collect(Collectors.toMap(row -> row.get("Key").asText(), id));
    }

    private static ImageService cloud(String name) {
        var timeouts = new Timeouts(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofMinutes(5));
        return OpenStackImages.connect(OPENSTACK.clouds().cloud(name), timeouts, Clock.systemUTC());
    }
}
