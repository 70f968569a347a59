package dev.darkroom.docs;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The settings of all modules, read from the source of their {@code @ConfigMapping} interfaces: the name and the default
 * from the annotations, the meaning from the first sentence of the javadoc.
 */
final class ConfigurationTable {
    private final Map<String, String> rows = new TreeMap<>();
    private final Map<String, ClassTree> interfaces = new HashMap<>();
    private final Map<String, TreePath> paths = new HashMap<>();
    private DocTrees docs;

    private ConfigurationTable() {}

    /** @param sources the roots of the modules' main sources */
    static String of(List<Path> sources) throws IOException {
        var table = new ConfigurationTable();
        for (Path root : sources) {
            try (var files = Files.walk(root)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                        .sorted()
                        .toList()) {
                    if (Files.readString(file).contains("@ConfigMapping(")) {
                        table.read(file);
                    }
                }
            }
        }
        return "| setting | default | meaning |\n|---|---|---|\n" + String.join("\n", table.rows.values());
    }

    private void read(Path file) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask) compiler.getTask(null, files, null, null, null, files.getJavaFileObjects(file));
            docs = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                collect(unit);
                for (ClassTree type : List.copyOf(interfaces.values())) {
                    value(type.getModifiers().getAnnotations(), "ConfigMapping", "prefix")
                            .ifPresent(prefix -> settings(prefix, type));
                }
                interfaces.clear();
                paths.clear();
            }
        }
    }

    private void collect(CompilationUnitTree unit) {
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree type, Void nothing) {
                if (type.getKind() == Tree.Kind.INTERFACE) {
                    interfaces.put(type.getSimpleName().toString(), type);
                }
                paths.put(type.getSimpleName().toString(), getCurrentPath());
                return super.visitClass(type, nothing);
            }
        }.scan(unit, null);
    }

    private void settings(String prefix, ClassTree type) {
        for (var member : type.getMembers()) {
            if (!(member instanceof MethodTree method) || method.getBody() != null) {
                continue;
            }
            var annotations = method.getModifiers().getAnnotations();
            String name = value(annotations, "WithName", "value")
                    .orElse(kebab(method.getName().toString()));
            String returns = String.valueOf(method.getReturnType());
            boolean map = returns.startsWith("Map<");
            boolean parent = annotations.stream()
                    .anyMatch(a -> a.getAnnotationType().toString().equals("WithParentName"));
            String full = (parent ? prefix : prefix + "." + name) + (map ? ".<name>" : "");
            String nested = returns.replaceAll("^(Map<\\w+, ?|Optional<|List<)|>$", "");
            if (interfaces.containsKey(nested)) {
                settings(full, interfaces.get(nested));
            } else {
                String doc = docs.getDocComment(
                        new TreePath(paths.get(type.getSimpleName().toString()), method));
                String fallback = value(annotations, "WithDefault", "value")
                        .map(text -> "`" + text + "`")
                        .orElse("");
                rows.put(full, "| `" + full + "` | " + fallback + " | " + sentence(full, doc) + " |");
            }
        }
    }

    private static String sentence(String setting, String doc) {
        if (doc == null) {
            throw new IllegalStateException(setting + " has no javadoc");
        }
        String text = doc.strip().replaceAll("(?s)\\n\\s*@.*", "").replaceAll("\\s+", " ");
        text = text.replaceAll("\\{@(?:code|link) #?([^}]*)}", "`$1`").replace("|", "\\|");
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end + 1);
    }

    private static Optional<String> value(List<? extends AnnotationTree> annotations, String name, String argument) {
        for (AnnotationTree annotation : annotations) {
            if (annotation.getAnnotationType().toString().equals(name)) {
                for (var each : annotation.getArguments()) {
                    if (each instanceof LiteralTree literal) {
                        return Optional.of(String.valueOf(literal.getValue()));
                    }
                    if (each instanceof AssignmentTree assignment
                            && assignment.getVariable().toString().equals(argument)
                            && assignment.getExpression() instanceof LiteralTree literal) {
                        return Optional.of(String.valueOf(literal.getValue()));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
