package dev.darkroom.house;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.darkroom.events.SourceUri;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may know whom. */
class ModulesTest {
    private static final String ROOT = "dev.darkroom.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar")) // Other modules' fakes.
            .importPackages("dev.darkroom");

    /** Each module and the modules that it may know. No function knows another: they meet in events. */
    private static final Map<String, Set<String>> MAY_KNOW = Map.of(
            "events", Set.of(),
            "wire", Set.of("events"),
            "staging", Set.of("events"),
            "inspect", Set.of("events"),
            "fetch", Set.of("events", "staging", "inspect"),
            "convert", Set.of("events", "staging", "inspect"),
            "upload", Set.of("events", "staging"),
            "registry", Set.of("events", "wire"));

    /** The rooms of the application, which knows every module. */
    private static final Set<String> APPLICATION = Set.of("broker", "cli", "demo", "serve");

    /** Classes such as {@code FetchWiring}, and those within them. */
    private static final DescribedPredicate<JavaClass> WIRING = describe(
            "make the objects of a module", each -> each.getFullName().matches(".*\\.[A-Za-z]+Wiring(\\$.*)?"));

    static Stream<String> modules() {
        return MAY_KNOW.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void moduleKnowsNoOtherThanItMay(String module) {
        String[] known = Stream.concat(Stream.of(module), MAY_KNOW.get(module).stream())
                .map(each -> ROOT + each + "..")
                .toArray(String[]::new);

        classes()
                .that()
                .resideInAPackage(ROOT + module + "..")
                .should()
                .onlyDependOnClassesThat(
                        resideOutsideOfPackage("dev.darkroom..").or(resideInAnyPackage(known)))
                .check(CLASSES);
    }

    @Test
    void everyPackageIsInAModule() {
        Set<String> rooms = CLASSES.stream()
                .map(each -> each.getPackageName())
                .filter(name -> name.startsWith(ROOT))
                .map(name -> name.substring(ROOT.length()).replaceFirst("\\..*", ""))
                .collect(Collectors.toSet());

        assertThat(rooms)
                .containsAll(MAY_KNOW.keySet())
                .isSubsetOf(Stream.concat(MAY_KNOW.keySet().stream(), APPLICATION.stream())
                        .collect(Collectors.toSet()));
    }

    @Test
    void eventsNeedNoMoreThanJava() {
        classes()
                .that()
                .resideInAPackage(ROOT + "events..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", ROOT + "events.."))
                .check(CLASSES);
    }

    @Test
    void onlyOneRoomKnowsOpenstack4j() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "upload.openstack..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.openstack4j..")
                .check(CLASSES);
    }

    @Test
    void onlyOneRoomKnowsOpenPgp() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "fetch.openpgp..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bouncycastle..")
                .check(CLASSES);
    }

    /** Everybody else parses what people have written, and may not write secrets into URLs. */
    @Test
    void onlyARedirectMakesAUrlThatMayBeSigned() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.darkroom.fetch.origin.HttpOrigin")
                .and()
                .doNotHaveFullyQualifiedName(SourceUri.class.getName())
                .should()
                .callConstructor(SourceUri.class, URI.class)
                .check(CLASSES);
    }

    @Test
    void onlyOneRoomKnowsSigstore() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "fetch.cosign..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sigstore..", "com.google.protobuf..")
                .check(CLASSES);
    }

    @Test
    void onlyConversionAndTheDemoStartProcesses() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "convert..", ROOT + "demo..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class)
                .check(CLASSES);
    }

    /** What makes a module's objects knows all of its rooms, and is known by none: the next rule holds that. */
    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.darkroom.(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(WIRING, alwaysTrue())
                .check(CLASSES);
    }

    @Test
    void nothingKnowsWhatMakesIt() {
        noClasses().that(not(WIRING)).should().dependOnClassesThat(WIRING).check(CLASSES);
    }

    @Test
    void onlyTheCommandLineAndTheDemoPrint() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "cli..", ROOT + "demo..")
                .should(ACCESS_STANDARD_STREAMS)
                .check(CLASSES);
    }
}
