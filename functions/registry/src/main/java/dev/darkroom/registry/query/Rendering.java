package dev.darkroom.registry.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.darkroom.events.Texts;
import dev.darkroom.wire.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How names and IDs are written for those who read them: one flat map, in the form that each of them includes as it is. */
public enum Rendering {
    /** One object of strings, as {@code jsondecode} and {@code from_json} read it. */
    JSON("application/json"),
    /** The same as YAML. */
    YAML("application/yaml"),
    /** A file of Ansible variables, under both names that Azimuth configurations read, and each variable of the wiring. */
    ANSIBLE("application/yaml"),
    /** A file of Terraform variables: the map {@code image_ids}, and each variable of the wiring. */
    TFVARS("text/plain"),
    /** Lines {@code NAME=ID}, names in upper case. Docker and CI systems would take quotes for a part of the value. */
    ENV("text/plain");

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final List<String> ANSIBLE_MAPS =
            List.of("infra_community_image_info", "community_images_image_ids");
    private static final String TERRAFORM_MAP = "image_ids";
    private static final String LEFT_OUT = "# left out, because it cannot be a variable's name here: ";

    /** The shell's and the loader's own: whoever evaluates such lines would find no program any more, another one, or end. */
    private static final Pattern OF_SHELL =
            Pattern.compile("PATH|IFS|ENV|HOME|PWD|OLDPWD|CDPATH|SHELL|SHELLOPTS|USER|LOGNAME"
                    + "|E?UID|PPID|TERM|LANG|TMPDIR|PROMPT_COMMAND|PS[0-9]|BASH|BASH(?:OPTS|PID)|BASH_.*|LC_.*|LD_.*|_"
                    + "|OPT(?:IND|ERR|ARG)|S?RANDOM|HISTCMD|LINENO|SECONDS|EPOCH(?:SECONDS|REALTIME)|POSIXLY_CORRECT"
                    // Of the programs that it starts, by which they reach other servers, or run other code.
                    + "|(?:ALL|FTP|HTTPS?|NO)_PROXY|SSL_.*|SSLKEYLOGFILE|OPENSSL_.*|CURL_.*|REQUESTS_.*|WGETRC|SSH_.*|GIT_.*"
                    + "|PYTHON.*|PIP_.*|PERL.*|RUBY.*|_?JAVA_.*|JDK_.*|CLASSPATH|MAVEN_.*|NPM_.*"
                    + "|NODE_(?:OPTIONS|PATH|EXTRA_CA_CERTS|TLS_.*)|EDITOR|VISUAL|PAGER|BROWSER|XDG_.*"
                    + "|GITHUB_(?:ENV|PATH|OUTPUT)|OS_.*|AWS_.*|ANSIBLE_.*|TF_(?!VAR_).*|KUBECONFIG|HELM_.*"
                    + "|DOCKER_(?:HOST|CONFIG|CONTEXT|CERT_PATH|TLS.*)|DARKROOM_.*|KAFKA_BOOTSTRAP_SERVERS");
    /** Ansible's own, of which an inventory's or a play's are made, and what templates call. */
    private static final Pattern OF_ANSIBLE = Pattern.compile(
            "ansible_.*|hosts|hostvars|groups|group_names|inventory_(?:dir|file|hostname|hostname_short)|playbook_dir|play_hosts"
                    + "|role_(?:name|names|path)|omit|environment|vars"
                    + "|lookup|query|q|now|undef|finalize|range|dict|lipsum|cycler|joiner|namespace");

    private final String mediaType;

    Rendering(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /**
     * The same, with those names among the missing that are asked for, and left out in this form.
     *
     * @param asked the names that are asked for; none where all are, whichever can be written
     */
    public Ids fit(Ids ids, Set<String> asked) {
        var missing = new TreeSet<>(ids.missing());
        leftOut(ids).filter(asked::contains).forEach(missing::add);
        return new Ids(ids.target(), ids.images(), ids.variables(), ids.pending(), ids.failed(), List.copyOf(missing));
    }

    private Stream<String> leftOut(Ids ids) {
        return switch (this) {
            case JSON, YAML -> Stream.empty();
            case ANSIBLE, TFVARS ->
                ids.variables().keySet().stream()
                        .filter(name -> !isVariable(name) && !ids.images().containsKey(name));
            case ENV ->
                byVariable(ids).entrySet().stream()
                        .filter(each -> isOfShell(each.getKey()) || areSeveral(each.getValue()))
                        .flatMap(each -> each.getValue().keySet().stream());
        };
    }

    private boolean isVariable(String name) {
        return IDENTIFIER.matcher(name).matches()
                && (this == TFVARS
                        ? !TERRAFORM_MAP.equals(name)
                        : !ANSIBLE_MAPS.contains(name)
                                && !OF_ANSIBLE.matcher(name).matches());
    }

    public String write(Ids ids) {
        return switch (this) {
            case JSON -> json(ids);
            case YAML -> yaml(ids.all(), "");
            case ANSIBLE -> ansible(ids);
            case TFVARS -> tfvars(ids);
            case ENV -> env(ids);
        };
    }

    /** @throws QueryException naming the forms there are */
    public static Rendering of(String label) {
        for (Rendering each : values()) {
            if (each.label().equals(label)) {
                return each;
            }
        }
        String known = Arrays.stream(values()).map(Rendering::label).collect(Collectors.joining(", "));
        throw new QueryException(
                Refusal.QUESTION_INVALID, "format must be one of " + known + " but is " + Texts.quote(label));
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String json(Ids ids) {
        try {
            return Json.mapper().writeValueAsString(ids.all()) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of strings could not be written as JSON", e);
        }
    }

    private static String yaml(SortedMap<String, String> map, String indent) {
        if (map.isEmpty()) {
            return indent + "{}\n";
        }
        var text = new StringBuilder();
        map.forEach((name, id) -> text.append(indent)
                .append(yamlName(name))
                .append(": ")
                .append(quoted(id))
                .append('\n'));
        return text.toString();
    }

    private static String yamlName(String name) {
        return YamlNames.isPlain(name) ? name : quoted(name);
    }

    private static String ansible(Ids ids) {
        String images = ids.images().isEmpty() ? " {}\n" : "\n" + yaml(ids.images(), "  ");
        return ANSIBLE_MAPS.stream().map(map -> map + ":" + images).collect(Collectors.joining())
                + ANSIBLE.variables(ids, name -> yamlName(name) + ": ");
    }

    private static String tfvars(Ids ids) {
        var text = new StringBuilder(TERRAFORM_MAP + " = {\n");
        ids.images()
                .forEach((name, id) -> text.append("  ")
                        .append(quoted(name))
                        .append(" = ")
                        .append(quoted(id))
                        .append('\n'));
        return text.append("}\n")
                .append(TFVARS.variables(ids, name -> name + " = "))
                .toString();
    }

    private String variables(Ids ids, UnaryOperator<String> before) {
        return ids.variables().entrySet().stream()
                .map(each -> isVariable(each.getKey())
                        ? before.apply(each.getKey()) + quoted(each.getValue())
                        : LEFT_OUT + Texts.quote(each.getKey()))
                .map(each -> each + "\n")
                .collect(Collectors.joining());
    }

    private static String env(Ids ids) {
        return byVariable(ids).entrySet().stream()
                .map(each -> {
                    Map<String, String> names = each.getValue();
                    if (isOfShell(each.getKey())) {
                        return LEFT_OUT + Texts.clean(String.join(", ", names.keySet()));
                    }
                    return areSeveral(names)
                            ? "# left out, because these would have one name: "
                                    + Texts.clean(names.keySet().toString())
                            : each.getKey() + "=" + names.values().iterator().next();
                })
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    /** The variable of a shell that each name becomes, with the names that become it and their IDs. */
    private static SortedMap<String, SortedMap<String, String>> byVariable(Ids ids) {
        var byVariable = new TreeMap<String, SortedMap<String, String>>();
        ids.all()
                .forEach((name, id) -> byVariable
                        .computeIfAbsent(shell(name), any -> new TreeMap<>())
                        .put(name, id));
        return byVariable;
    }

    private static boolean isOfShell(String variable) {
        return OF_SHELL.matcher(variable).matches();
    }

    private static boolean areSeveral(Map<String, String> names) {
        return Set.copyOf(names.values()).size() > 1;
    }

    private static String shell(String name) {
        String upper = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
        return upper.isEmpty() || Character.isDigit(upper.charAt(0)) ? "_" + upper : upper;
    }

    /** A string of JSON is one of YAML too and, for names and IDs, of HCL. Only printable ASCII stays as it is. */
    private static String quoted(String text) {
        var out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c >= ' ' && c <= '~') {
                out.append((char) c);
            } else {
                out.append(String.format(Locale.ROOT, "\\u%04x", c));
            }
        });
        return out.append('"').toString();
    }
}
