package dev.darkroom.upload.openstack.clouds;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.Texts;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The clouds that OpenStack's clients know: those of clouds.yaml with the secrets of secure.yaml, and one called {@code
 * envvars} made of plain {@code OS_*} variables.
 *
 * @see <a href="https://docs.openstack.org/openstacksdk/latest/user/config/configuration.html">their documentation</a>
 */
public final class Clouds {
    /** The cloud that plain {@code OS_*} variables make. */
    public static final String ENVIRONMENT = "envvars";

    /** They choose among clouds, or tell a client how to work; none of them describes a cloud. */
    private static final Set<String> NOT_OF_A_CLOUD = Set.of(
            "OS_CLOUD", "OS_CLIENT_CONFIG_FILE", "OS_CLIENT_SECURE_FILE", "OS_CLIENT_VENDOR_FILE", "OS_CLOUD_NAME");

    private final Map<String, String> environment;
    private final CloudFiles files;

    private Clouds(Map<String, String> environment, CloudFiles files) {
        this.environment = environment;
        this.files = files;
    }

    /**
     * Looks where OpenStack's clients look; reads nothing yet.
     *
     * @param environment the process's environment variables
     * @param home        empty where the user has none
     */
    public static Clouds of(Map<String, String> environment, Path workingDirectory, Optional<Path> home) {
        return new Clouds(Map.copyOf(environment), new CloudFiles(environment, workingDirectory, home));
    }

    /**
     * The settings of one cloud; the files are read anew, so that a corrected one counts at once.
     *
     * @throws FailureException {@code target-unknown} naming the file, the cloud, and the field that is wrong or missing
     */
    public CloudSettings cloud(String name) {
        Optional<Path> file = files.find("OS_CLIENT_CONFIG_FILE", "clouds");
        Map<String, Object> clouds =
                file.map(path -> CloudFiles.read(path, "clouds")).orElse(Map.of());
        Map<String, Object> variables = variables();
        if (name.equals(ENVIRONMENT) && !clouds.containsKey(name) && !variables.isEmpty()) {
            return new CloudEntry("the environment", name, variables, files).settings();
        }
        String where = file.map(Path::toString)
                .orElseGet(() -> "clouds.yaml (looked for at "
                        + String.join(
                                ", ",
                                files.places("OS_CLIENT_CONFIG_FILE", "clouds").stream()
                                        .map(Path::toString)
                                        .filter(place -> !place.endsWith(".yml") && !place.endsWith(".json"))
                                        .toList())
                        + ")");
        if (!clouds.containsKey(name)) {
            throw unknown(name, where, file.isPresent(), clouds.keySet(), variables);
        }
        Map<String, Object> entry = CloudFiles.mapping(clouds.get(name))
                .orElseThrow(() -> new FailureException(
                        FailureCode.TARGET_UNKNOWN, where + ": cloud " + Texts.quote(name) + " must be a mapping"));
        Map<String, Object> secret = files.find("OS_CLIENT_SECURE_FILE", "secure")
                .map(path -> CloudFiles.read(path, "clouds"))
                .flatMap(secrets -> CloudFiles.mapping(secrets.get(name)))
                .orElse(Map.of());
        return new CloudEntry(where, name, CloudFiles.merge(CloudFiles.merge(profile(entry), entry), secret), files)
                .settings();
    }

    /** What a vendor's profile gives: only those in clouds-public.yaml are known, none is built in. */
    private Map<String, Object> profile(Map<String, Object> entry) {
        Object profile = entry.getOrDefault("profile", entry.get("cloud"));
        return files.find("OS_CLIENT_VENDOR_FILE", "clouds-public")
                .map(path -> CloudFiles.read(path, "public-clouds"))
                .flatMap(profiles -> CloudFiles.mapping(profiles.get(String.valueOf(profile))))
                .orElse(Map.of());
    }

    private Map<String, Object> variables() {
        var variables = new LinkedHashMap<String, Object>();
        environment.forEach((name, value) -> {
            if (name.startsWith("OS_") && !NOT_OF_A_CLOUD.contains(name) && !value.isEmpty()) {
                variables.put(name.substring(3).toLowerCase(Locale.ROOT), value);
            }
        });
        return variables;
    }

    private static FailureException unknown(
            String name, String where, boolean found, Set<String> clouds, Map<String, Object> variables) {
        var known = new TreeSet<>(clouds);
        if (!variables.isEmpty()) {
            known.add(ENVIRONMENT);
        }
        return new FailureException(
                FailureCode.TARGET_UNKNOWN,
                "there is no cloud " + Texts.quote(name) + (found ? " in " + where : ": there is no " + where)
                        + (known.isEmpty()
                                ? ", nor any OS_* variable"
                                : "; there is " + Texts.clean(String.join(", ", known))));
    }
}
