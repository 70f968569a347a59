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
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

    /** The shell's and the loader's own: whoever evaluates such lines would find no program any more, or another one. */
    private static final Pattern OF_SHELL =
            Pattern.compile("PATH|IFS|ENV|HOME|PWD|OLDPWD|CDPATH|SHELL|SHELLOPTS|USER|LOGNAME"
                    + "|E?UID|PPID|TERM|LANG|TMPDIR|PROMPT_COMMAND|PS[0-9]|BASH|BASHOPTS|BASH_.*|LC_.*|LD_.*|_");
    /** Ansible's own, of which an inventory's or a play's are made. */
    private static final Pattern OF_ANSIBLE = Pattern.compile(
            "ansible_.*|hosts|hostvars|groups|group_names|inventory_(?:dir|file|hostname|hostname_short)|playbook_dir|play_hosts"
                    + "|role_(?:name|names|path)|omit|environment|vars");

    private final String mediaType;

    Rendering(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
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
                + variables(
                        ids,
                        name -> ANSIBLE_MAPS.contains(name)
                                || OF_ANSIBLE.matcher(name).matches(),
                        name -> yamlName(name) + ": ");
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
                .append(variables(ids, TERRAFORM_MAP::equals, name -> name + " = "))
                .toString();
    }

    private static String variables(Ids ids, Predicate<String> taken, UnaryOperator<String> before) {
        return ids.variables().entrySet().stream()
                .map(each -> IDENTIFIER.matcher(each.getKey()).matches() && !taken.test(each.getKey())
                        ? before.apply(each.getKey()) + quoted(each.getValue())
                        : LEFT_OUT + Texts.quote(each.getKey()))
                .map(each -> each + "\n")
                .collect(Collectors.joining());
    }

    private static String env(Ids ids) {
        var byName = new TreeMap<String, Set<String>>();
        ids.all()
                .keySet()
                .forEach(name -> byName.computeIfAbsent(shell(name), any -> new TreeSet<>())
                        .add(name));
        Map<String, String> all = ids.all();
        return byName.entrySet().stream()
                .map(each -> {
                    if (OF_SHELL.matcher(each.getKey()).matches()) {
                        return LEFT_OUT + Texts.clean(String.join(", ", each.getValue()));
                    }
                    return each.getValue().size() > 1
                            ? "# left out, because these would have one name: "
                                    + Texts.clean(each.getValue().toString())
                            : each.getKey() + "="
                                    + all.get(each.getValue().iterator().next());
                })
                .map(line -> line + "\n")
                .collect(Collectors.joining());
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
