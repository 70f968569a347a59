package dev.darkroom.docs;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The settings of all modules: every source with a {@code @ConfigMapping} is found, SmallRye says the names and the defaults,
 * and the first sentence of the javadoc the meaning.
 */
final class ConfigurationTable {
    private ConfigurationTable() {}

    /** @param sources the roots of the modules' main sources */
    static String of(List<Path> sources) throws IOException {
        var rows = new TreeMap<String, String>();
        for (Path root : sources) {
            try (var files = Files.walk(root)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                        .sorted()
                        .toList()) {
                    if (Files.readString(file).contains("@ConfigMapping(")) {
                        add(type(root.relativize(file)), docs(file), rows);
                    }
                }
            }
        }
        return "| setting | default | meaning |\n|---|---|---|\n" + String.join("\n", rows.values());
    }

    private static Class<?> type(Path file) {
        try {
            return Class.forName(file.toString().replaceFirst("\\.java$", "").replace('/', '.'));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(Class<?> group, Map<String, String> docs, Map<String, String> rows) {
        ConfigMappings.getProperties(ConfigClass.configClass(group)).forEach((name, property) -> {
            if (!name.endsWith("]")) { // That is one element of a list.
                String full = name.replace("*", "<name>");
                String doc = docs.get(key(property.getMethod()));
                rows.put(full, "| `" + full + "` | " + fallback(property) + " | " + sentence(full, doc) + " |");
            }
        });
    }

    private static String fallback(Property property) {
        return property.hasDefaultValue() ? "`" + property.getDefaultValue() + "`" : "";
    }

    private static String key(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    /** The javadoc of each method. */
    private static Map<String, String> docs(Path file) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask) compiler.getTask(null, files, null, null, null, files.getJavaFileObjects(file));
            DocTrees trees = DocTrees.instance(task);
            var docs = new HashMap<String, String>();
            for (CompilationUnitTree unit : task.parse()) {
                new TreePathScanner<Void, String>() {
                    @Override
                    public Void visitClass(ClassTree type, String outer) {
                        return super.visitClass(type, type.getSimpleName().toString());
                    }

                    @Override
                    public Void visitMethod(MethodTree method, String type) {
                        docs.put(type + "." + method.getName(), trees.getDocComment(getCurrentPath()));
                        return super.visitMethod(method, type);
                    }
                }.scan(unit, null);
            }
            return docs;
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
}
