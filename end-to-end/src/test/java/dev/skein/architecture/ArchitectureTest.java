package dev.skein.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The arrows of DESIGN §3 and the habits of the house, held by the build rather than by memory. */
@AnalyzeClasses(packages = "dev.skein", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    /** By module: its package, and about half of the classes it had when this was written. */
    private static final Map<String, Integer> CLASSES_MIN = Map.of(
            "dev.skein.schemas", 40,
            "dev.skein.catalog", 15,
            "dev.skein.streams", 60,
            "dev.skein.http", 30,
            "dev.skein.ingest", 35,
            "dev.skein.query", 45,
            "dev.skein.connectors", 12,
            "dev.skein.local", 30,
            "dev.skein.bench", 40);

    private static final DescribedPredicate<JavaClass> RULES =
            describe("rules", type -> outermost(type).getSimpleName().endsWith("Rules"));

    private static final Set<String> CLOCK_METHODS = Set.of(
            "currentTimeMillis", "nanoTime", "now", "systemUTC", "systemDefaultZone", "system", "currentSystemTimeMs");

    private static final DescribedPredicate<JavaAccess<?>> THE_WALL_CLOCK = describe("the wall clock", access -> {
        JavaClass owner = access.getTargetOwner();
        boolean tells = owner.isEquivalentTo(System.class)
                || owner.isEquivalentTo(Clock.class)
                || owner.isEquivalentTo(Instant.class)
                || owner.getPackageName().equals("java.time")
                || owner.getPackageName().startsWith("org.apache.kafka.streams.processor");
        return tells && CLOCK_METHODS.contains(access.getName());
    });

    @ArchTest
    static final ArchRule theModulesDependOnEachOtherAsTheDesignSays = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("schemas")
            .definedBy("dev.skein.schemas..")
            .layer("catalog")
            .definedBy("dev.skein.catalog..")
            .layer("streams")
            .definedBy("dev.skein.streams..")
            .layer("http")
            .definedBy("dev.skein.http..")
            .layer("ingest")
            .definedBy("dev.skein.ingest..")
            .layer("query")
            .definedBy("dev.skein.query..")
            .layer("connectors")
            .definedBy("dev.skein.connectors..")
            .layer("local")
            .definedBy("dev.skein.local..")
            .layer("bench")
            .definedBy("dev.skein.bench..")
            .whereLayer("schemas")
            .mayNotAccessAnyLayer()
            .whereLayer("catalog")
            .mayOnlyAccessLayers("schemas")
            .whereLayer("streams")
            .mayOnlyAccessLayers("schemas", "catalog")
            .whereLayer("http")
            .mayOnlyAccessLayers("catalog")
            .whereLayer("ingest")
            .mayOnlyAccessLayers("schemas", "catalog", "http")
            .whereLayer("query")
            .mayOnlyAccessLayers("schemas", "catalog", "streams", "http")
            .whereLayer("connectors")
            .mayOnlyAccessLayers("catalog")
            .whereLayer("local")
            .mayOnlyAccessLayers("schemas", "catalog", "connectors")
            .whereLayer("local")
            .mayOnlyBeAccessedByLayers("bench")
            .whereLayer("bench")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("ingest")
            .mayNotBeAccessedByAnyLayer()
            // Reads in process are measured there.
            .whereLayer("query")
            .mayOnlyBeAccessedByLayers("bench");

    @ArchTest
    static final ArchRule whatBothApisShareKnowsNoKafka = ArchRuleDefinition.noClasses()
            .that(resideInAPackage("dev.skein.http.."))
            .should()
            .dependOnClassesThat(resideInAPackage("org.apache.kafka.."))
            .because("http is about HTTP; of the catalog it may know what an id is");

    @ArchTest
    static final ArchRule ingestKnowsNoStreams = ArchRuleDefinition.noClasses()
            .that(resideInAPackage("dev.skein.ingest.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.skein.streams..", "org.apache.kafka.streams.."))
            .because("ingest-api never sees a topology");

    @ArchTest
    static final ArchRule packagesFormNoCycles =
            slices().matching("dev.skein.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule rulesArePure = ArchRuleDefinition.noClasses()
            .that(RULES)
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("java.nio.file..", "java.net..", "java.sql..", "io.javalin..", "org.slf4j.."))
            .orShould()
            .dependOnClassesThat(describe(
                    "are Kafka's, other than the failures that rules decide about",
                    type -> type.getPackageName().startsWith("org.apache.kafka")
                            && !type.getPackageName().endsWith(".errors")))
            .orShould()
            .dependOnClassesThat(describe(
                    "do I/O",
                    type -> type.getPackageName().equals("java.io") && !type.isEquivalentTo(Serializable.class)))
            .orShould()
            .accessTargetWhere(THE_WALL_CLOCK)
            .because("records in, decisions out");

    @ArchTest
    static final ArchRule topologiesTakeTheirTimeFromTheRecord = ArchRuleDefinition.noClasses()
            .that(resideInAPackage("dev.skein.streams.."))
            .and(describe("are not Applied, which waits for a reader's deadline", type -> !type.getFullName()
                    .equals("dev.skein.streams.Applied")))
            .should()
            .accessTargetWhere(THE_WALL_CLOCK);

    @ArchTest
    static final ArchRule librariesDoNotPrint = ArchRuleDefinition.noClasses()
            .that(resideInAnyPackage(
                    "dev.skein.catalog..",
                    "dev.skein.streams..",
                    "dev.skein.http..",
                    "dev.skein.ingest..",
                    "dev.skein.query.."))
            .and(describe(
                    "are not Main", type -> !outermost(type).getSimpleName().equals("Main")))
            .should()
            .dependOnClassesThat(resideInAPackage("java.util.logging.."))
            .orShould()
            .accessTargetWhere(describe(
                    "System.out or System.err",
                    access -> access.getTargetOwner().isEquivalentTo(System.class)
                            && Set.of("out", "err").contains(access.getName())));

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses classes) {
        Set<String> unmarked = classes.stream()
                .filter(type -> !type.getPackageName().startsWith("dev.skein.schemas"))
                .map(JavaClass::getPackage)
                .filter(javaPackage -> javaPackage
                        .tryGetAnnotationOfType("org.jspecify.annotations.NullMarked")
                        .isEmpty())
                .map(javaPackage -> javaPackage.getName())
                .collect(Collectors.toSet());

        assertThat(unmarked)
                .as("packages without @NullMarked in their package-info.java")
                .isEmpty();
    }

    @ArchTest
    static void allModulesWereSeen(JavaClasses classes) {
        CLASSES_MIN.forEach((module, min) -> {
            long seen = classes.stream()
                    .filter(type -> (type.getPackageName() + ".").startsWith(module + "."))
                    .filter(type -> !type.getSimpleName().equals("package-info"))
                    .count();
            assertThat(seen).as("classes seen in " + module).isGreaterThanOrEqualTo(min);
        });
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }
}
