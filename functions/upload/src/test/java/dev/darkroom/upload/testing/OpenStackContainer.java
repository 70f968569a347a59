package dev.darkroom.upload.testing;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.darkroom.upload.openstack.clouds.Clouds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** A real Keystone and Glance in a container; {@code infra/openstack} has its recipe and says which clouds it has. */
public final class OpenStackContainer extends GenericContainer<OpenStackContainer> {
    private static final int KEYSTONE = 5000;
    private static final int GLANCE = 9292;

    private Path clouds;

    public OpenStackContainer() {
        super(DockerImageName.parse("darkroom/openstack:latest"));
        withExposedPorts(KEYSTONE, GLANCE);
        withLabel(
                "dev.darkroom.check",
                System.getenv().getOrDefault("CHECK_ID", "")); // Who started the tests removes it.
        waitingFor(Wait.forHttp("/healthcheck").forPort(GLANCE).withStartupTimeout(Duration.ofMinutes(2)));
    }

    /** One for all tests of this process that leave it as they found it. */
    public static OpenStackContainer shared() {
        return Shared.CONTAINER;
    }

    private static final class Shared {
        static final OpenStackContainer CONTAINER = new OpenStackContainer();

        static {
            CONTAINER.start();
            Runtime.getRuntime().addShutdownHook(new Thread(CONTAINER::stop));
        }
    }

    /** The clouds.yaml that leads here from outside. */
    public Path cloudsYaml() {
        return clouds;
    }

    public Clouds clouds() {
        return Clouds.of(
                Map.of("OS_CLIENT_CONFIG_FILE", clouds.toString()),
                clouds.getParent(),
                Optional.of(clouds.getParent()));
    }

    public String keystone() {
        return "http://" + getHost() + ":" + getMappedPort(KEYSTONE);
    }

    public String glance() {
        return "http://" + getHost() + ":" + getMappedPort(GLANCE);
    }

    /** Kills Glance in the middle of its work; it is started again at once, but needs some seconds. */
    public void killGlance() {
        run("pkill", "-KILL", "-f", "glance.cmd.api");
    }

    public String run(String... command) {
        try {
            ExecResult result = execInContainer(command);
            if (result.getExitCode() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + result.getStderr());
            }
            return result.getStdout();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected void containerIsStarted(InspectContainerResponse info) {
        try {
            clouds = Files.createTempDirectory("openstack-").resolve("clouds.yaml");
            Files.writeString(clouds, run("advertise", keystone(), glance()));
            clouds.toFile().deleteOnExit();
            clouds.getParent().toFile().deleteOnExit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
