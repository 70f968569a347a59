package dev.darkroom.upload.openstack.clouds;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.Texts;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the fields of one cloud, in the spellings that OpenStack's clients have taken over the years. */
final class CloudEntry {
    /** What OpenStack's command line takes where no domain is given. */
    private static final Login.Domain DEFAULT_DOMAIN = new Login.Domain("default", null);

    private final String where;
    private final String name;
    private final Map<String, Object> fields;
    private final Map<String, Object> auth;
    private final CloudFiles files;

    /** @param where the file, for messages */
    CloudEntry(String where, String name, Map<String, Object> fields, CloudFiles files) {
        this.where = where;
        this.name = name;
        this.fields = fields;
        this.files = files;
        Object block = fields.getOrDefault("auth", Map.of());
        this.auth = CloudFiles.mapping(block).orElseThrow(() -> wrong("auth", "must be a mapping"));
    }

    CloudSettings settings() {
        text("image_api_version").filter(version -> !version.startsWith("2")).ifPresent(version -> {
            throw wrong("image_api_version", "must be 2 but is " + Texts.quote(version));
        });
        for (String unsupported : List.of("cert", "key")) {
            if (text(unsupported).isPresent()) {
                throw wrong(unsupported, "is not supported: Darkroom shows no client certificate");
            }
        }
        return new CloudSettings(
                name, authUrl(), login(), region(), facing(), verify(), caCertificate(), imageEndpoint());
    }

    private URI authUrl() {
        String url = required("auth_url", "Keystone's address, such as https://keystone.example.org/v3");
        String bare = url.replaceFirst("/+$", "").replaceFirst("/v2\\.0$", "");
        return http("auth_url", bare.endsWith("/v3") ? bare : bare + "/v3");
    }

    private Login login() {
        String type = text("auth_type").or(() -> text("auth_plugin")).orElse("password");
        return switch (type) {
            case "password", "v3password" ->
                new Login.Password(user(), secret("password"), project().orElseThrow(this::noProject));
            case "v3applicationcredential" -> applicationCredential();
            case "token", "v3token" ->
                new Login.Token(secret("token"), project().orElseThrow(this::noProject));
            default ->
                throw wrong(
                        "auth_type",
                        "must be v3password, v3applicationcredential or v3token but is " + Texts.quote(type));
        };
    }

    private Login applicationCredential() {
        Secret secret = secret("application_credential_secret");
        Optional<String> id = text("application_credential_id");
        if (id.isPresent()) {
            return new Login.ApplicationCredential(id.get(), null, null, secret);
        }
        String named = required("application_credential_name", "or application_credential_id");
        return new Login.ApplicationCredential(null, named, user(), secret);
    }

    private Login.User user() {
        Optional<String> id = text("user_id");
        return id.isPresent()
                ? new Login.User(id.get(), null, null)
                : new Login.User(
                        null,
                        text("username")
                                .or(() -> text("user_name"))
                                .orElseThrow(() -> missing("username", "or user_id")),
                        domain("user"));
    }

    private Optional<Login.Project> project() {
        Optional<String> id = text("project_id").or(() -> text("tenant_id"));
        return id.isPresent()
                ? id.map(known -> new Login.Project(known, null, null))
                : text("project_name")
                        .or(() -> text("tenant_name"))
                        .map(known -> new Login.Project(null, known, domain("project")));
    }

    private Login.Domain domain(String of) {
        for (String prefix : List.of(of + "_domain_", "domain_", "default_domain_")) {
            Optional<Login.Domain> domain = text(prefix + "id")
                    .map(id -> new Login.Domain(id, null))
                    .or(() -> text(prefix + "name").map(named -> new Login.Domain(null, named)));
            if (domain.isPresent()) {
                return domain.get();
            }
        }
        return DEFAULT_DOMAIN;
    }

    /** One region by its name, or the first of a list. */
    private Optional<String> region() {
        Optional<String> one = text("region_name");
        if (one.isPresent() || !(fields.get("regions") instanceof List<?> regions) || regions.isEmpty()) {
            return one;
        }
        Object first = regions.getFirst();
        return Optional.of(String.valueOf(first instanceof Map<?, ?> map ? map.get("name") : first));
    }

    private String facing() {
        for (String field : List.of("image_interface", "image_endpoint_type", "interface", "endpoint_type")) {
            Optional<String> value = text(field);
            if (value.isPresent()) {
                String facing = value.get().replaceFirst("URL$", "");
                if (!Set.of("public", "internal", "admin").contains(facing)) {
                    throw wrong(field, "must be public, internal or admin but is " + Texts.quote(value.get()));
                }
                return facing;
            }
        }
        return "public";
    }

    private boolean verify() {
        return truth("verify").orElseGet(() -> !truth("insecure").orElse(false));
    }

    private Optional<Path> caCertificate() {
        return text("cacert").map(files::resolve).map(path -> {
            if (!Files.isReadable(path)) {
                throw wrong("cacert", "names a file that cannot be read: " + Texts.quote(path));
            }
            return path;
        });
    }

    private Optional<URI> imageEndpoint() {
        return text("image_endpoint_override").map(url -> http("image_endpoint_override", url));
    }

    private URI http(String field, String url) {
        if (url.contains("@")) {
            throw wrong(field, "must not carry a user or password");
        }
        try {
            var uri = new URI(url);
            if (uri.getHost() != null && Set.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
                return uri;
            }
            throw new URISyntaxException(url, "not an http or https URL");
        } catch (URISyntaxException e) {
            throw wrong(field, "must be an http or https URL but is " + Texts.quote(url));
        }
    }

    private Optional<Boolean> truth(String field) {
        return text(field).map(value -> switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw wrong(field, "must be true or false but is " + Texts.quote(value));
        });
    }

    private Secret secret(String field) {
        return new Secret(required(field, "it may stand in secure.yaml"));
    }

    private String required(String field, String hint) {
        return text(field).orElseThrow(() -> missing(field, hint));
    }

    /** A field of the cloud or of its {@code auth} block: clients take the credentials in both places. */
    private Optional<String> text(String field) {
        Object value = auth.getOrDefault(field, fields.get(field));
        if (value instanceof Map || value instanceof List) {
            throw wrong(field, "must be one value");
        }
        return Optional.ofNullable(value).map(String::valueOf).filter(text -> !text.isBlank());
    }

    private FailureException noProject() {
        return missing("project_name", "or project_id: images belong to a project");
    }

    private FailureException missing(String field, String hint) {
        return wrong(field, "is missing (" + hint + ")");
    }

    private FailureException wrong(String field, String what) {
        return new FailureException(
                FailureCode.TARGET_UNKNOWN, where + ": cloud " + Texts.quote(name) + ": " + field + " " + what);
    }
}
