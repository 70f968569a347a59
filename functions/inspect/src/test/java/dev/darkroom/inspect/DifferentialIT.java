package dev.darkroom.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.inspect.ImageRecipes.Recipe;
import dev.darkroom.inspect.testing.TestImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of every image that qemu-img can make, the inspector says the same format and virtual size as {@code qemu-img info}, while it
 * comes as well as when it is whole; or it is refused by a rule that is named here.
 */
class DifferentialIT {
    private static final Pattern FORMAT = Pattern.compile("^file format: (\\w+)$", Pattern.MULTILINE);
    private static final Pattern SIZE = Pattern.compile("^virtual size: .*\\((\\d+) bytes\\)$", Pattern.MULTILINE);
    private static final long LARGEST_STREAMED = 64 << 20;

    /** Why an image that qemu-img makes and opens is refused. */
    private static final Map<String, String> RULES = Map.of(
            "qcow2.incompatible_features must be without the extended L2 bit", "extended L2 entries, as Glance",
            "the image is a vmdk descriptor that names other files", "VMDK of several files",
            "the image is qed, which is never accepted", "qed",
            "the image is qcow version 1, which is never accepted", "qcow version 1",
            "the image is parallels, which is never accepted", "parallels");

    private static final String FIXED = "subformat=fixed";

    @TempDir
    Path directory;

    private final InspectImage inspect = new InspectImage(Patches.LARGEST_DISK);
    private final Collection<String> differences = new ConcurrentLinkedQueue<>();
    private final Collection<String> refusals = new ConcurrentLinkedQueue<>();

    @Test
    void generatedImagesAreJudgedAsByQemuImg() {
        List<Recipe> recipes = ImageRecipes.all();

        compare(recipes.size(), number -> {
            Recipe recipe = recipes.get(number);
            return new Made(recipe, TestImages.create(room(number), recipe.format(), recipe.options(), recipe.size()));
        });

        report("generated images", recipes.size());
        assertThat(recipes).hasSizeGreaterThanOrEqualTo(300);
    }

    @Test
    void imagesOfRealFileSystemsAreJudgedAsByQemuImg() throws IOException {
        List<Path> sources = List.of(fileSystem("ext2", "1024"), fileSystem("ext4", "4096"));
        List<Recipe> recipes = ImageRecipes.conversions();
        int images = sources.size() * recipes.size();

        compare(
                images,
                number -> convert(
                        sources.get(number % sources.size()), recipes.get(number / sources.size()), room(number)));

        report("images of real file systems", images);
        assertThat(images).isGreaterThanOrEqualTo(30);
    }

    /** A comment ends where a line does, and tools do not agree on that: whatever qemu-img finds to be one is refused. */
    @Test
    void noTextThatQemuImgTakesForAVmdkIsARawDisk() throws IOException {
        List<String> beginnings = beginnings(List.of("#", " ", "\r", "\n", "\t", "\u0085", "x"), 3);
        Path extent = Files.createFile(directory.resolve("extent"));
        IntStream.range(0, beginnings.size()).parallel().forEach(number -> {
            String text = beginnings.get(number) + "\nversion=1\ncreateType=\"monolithicFlat\"\nCID=fffffffe\n"
                    + "parentCID=ffffffff\nRW 1 FLAT \"" + extent + "\" 0\n";
            Path file = write(room(number).resolve("text"), text);
            boolean raw = inspect.inspect(file, DiskFormat.RAW) instanceof Verdict.Accepted;
            if (raw && info(file, false).startsWith("vmdk")) {
                differences.add("raw although qemu-img says vmdk: " + text.replace("\r", "\\r"));
            }
        });

        report("texts", beginnings.size());
        assertThat(beginnings).hasSizeGreaterThanOrEqualTo(300);
    }

    private static List<String> beginnings(List<String> pieces, int most) {
        List<String> all = new ArrayList<>(List.of(""));
        List<String> longest = List.of("");
        for (int i = 0; i < most; i++) {
            longest = longest.stream()
                    .flatMap(begun -> pieces.stream().map(piece -> begun + piece))
                    .toList();
            all.addAll(longest);
        }
        return all;
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Made(Recipe recipe, Path image) {}

    private void compare(int images, Function<Integer, Made> maker) {
        IntStream.range(0, images).parallel().forEach(number -> {
            Made made = maker.apply(number);
            compare(made);
            delete(made.image().getParent());
        });
    }

    private void compare(Made made) {
        Recipe recipe = made.recipe();
        String format = recipe.format().split(" ")[0];
        DiskFormat declared = Arrays.stream(DiskFormat.values())
                .filter(each -> each.qemu().equals(format))
                .findFirst()
                .orElse(DiskFormat.RAW);
        Verdict ours = inspect.inspect(made.image(), declared);
        switch (ours) {
            case Verdict.Accepted accepted -> {
                String theirs = info(
                        made.image(), format.equals("vpc") && recipe.options().contains(FIXED));
                String same = declared.qemu() + " of " + accepted.virtualSize();
                if (!theirs.equals(same)) {
                    differences.add(recipe + ": qemu-img says " + theirs + ", the inspector " + same);
                }
                stream(made.image(), declared).ifPresent(refused -> differences.add(recipe + ": stream " + refused));
            }
            case Verdict.Refused refused ->
                RULES.keySet().stream()
                        .filter(refused.reason()::startsWith)
                        .findFirst()
                        .ifPresentOrElse(
                                rule -> refusals.add(RULES.get(rule)),
                                () -> differences.add(recipe + ": false refusal, " + refused.reason()));
        }
    }

    /** @param fixed a fixed VHD has its footer at the end, where qemu-img looks only when told to */
    private static String info(Path image, boolean fixed) {
        String said = fixed
                ? TestImages.run("qemu-img", "info", "-f", "vpc", image.toString())
                : TestImages.run("qemu-img", "info", image.toString());
        return found(FORMAT, said) + " of " + found(SIZE, said);
    }

    private Optional<Verdict.Refused> stream(Path image, DiskFormat declared) {
        StreamJudge judge = inspect.stream(declared);
        byte[] buffer = new byte[64 << 10];
        try (var in = Files.newInputStream(image)) {
            long taken = 0;
            for (int count = in.read(buffer); count > 0 && taken < LARGEST_STREAMED; count = in.read(buffer)) {
                Optional<Verdict.Refused> refused = judge.take(buffer, 0, count);
                if (refused.isPresent()) {
                    return refused;
                }
                taken += count;
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void report(String what, int images) {
        Map<String, Long> explained =
                refusals.stream().collect(Collectors.groupingBy(rule -> rule, TreeMap::new, Collectors.counting()));
        System.out.printf(
                "%d %s: %d judged as by qemu-img, %d unexplained differences, refused by a rule: %s%n",
                images, what, images - refusals.size() - differences.size(), differences.size(), explained);
        assertThat(differences).isEmpty();
    }

    private Path fileSystem(String type, String block) throws IOException {
        Path files = Files.createDirectory(directory.resolve(type + ".files"));
        try (Stream<Path> licenses = Files.list(Path.of("/usr/share/common-licenses"))) {
            for (Path license : licenses.filter(Files::isRegularFile).toList()) {
                Files.copy(license, files.resolve(license.getFileName().toString()));
            }
        }
        Path image = Files.createFile(directory.resolve(type + ".raw"));
        TestImages.run("/sbin/mke2fs", "-q", "-t", type, "-b", block, "-d", files.toString(), image.toString(), "5M");
        return image;
    }

    private static Made convert(Path source, Recipe recipe, Path room) {
        Path image = room.resolve("converted");
        List<String> command = new ArrayList<>(List.of("qemu-img", "convert", "-f", "raw", "-O"));
        command.addAll(List.of(recipe.format().split(" ")));
        if (!recipe.options().isEmpty()) {
            command.addAll(List.of("-o", recipe.options()));
        }
        command.addAll(List.of(source.toString(), image.toString()));
        TestImages.run(command.toArray(String[]::new));
        return new Made(recipe, image);
    }

    private Path room(int number) {
        try {
            return Files.createDirectory(directory.resolve(Integer.toString(number)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path room) {
        try (Stream<Path> files = Files.list(room)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(room);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "?";
    }
}
