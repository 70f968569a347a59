package dev.darkroom.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.convert.ProcessRunner.Ended;
import dev.darkroom.convert.SandboxConfig.Policy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChooseSandboxTest {
    private static final Ended WORKS = new Ended(0, false, "");
    private static final Ended NO_NAMESPACES = new Ended(
            1, false, "bwrap: No permissions to create new namespace, likely because the kernel does not allow\n");
    private static final Ended HANGS = new Ended(137, true, "");
    private static final Ended NO_QEMU_IMG =
            new Ended(127, false, "prlimit: failed to execute qemu-img: No such file\n");

    private final List<List<String>> run = new ArrayList<>();
    private final Deque<Ended> passing = new ArrayDeque<>();
    private Ended inBubblewrap = WORKS;
    private Ended underLimits = WORKS;
    private String answer = "{\"format\": \"raw\", \"virtual-size\": 512, \"filename\": \"in\"}";

    private ChooseSandbox.Choice choose(Policy policy) {
        return choose(policy, "amd64");
    }

    private ChooseSandbox.Choice choose(Policy policy, String architecture) {
        ProcessRunner runner = (command, output) -> {
            run.add(command.arguments());
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            output.take(bytes, bytes.length);
            return command.arguments().contains("bwrap")
                    ? Objects.requireNonNullElse(passing.poll(), inBubblewrap)
                    : underLimits;
        };
        return chooser(runner).choose(policy, architecture);
    }

    private static ChooseSandbox chooser(ProcessRunner runner) {
        return new ChooseSandbox(runner, List.of("qemu-img"), Converting.RULES, Duration.ZERO);
    }

    @ParameterizedTest
    @EnumSource
    void theRealSandboxWorksHere(Policy policy) {
        var choice = chooser(new LocalProcesses()).choose(policy, System.getProperty("os.arch"));

        assertThat(choice.sandbox()).isInstanceOf(Bubblewrap.class);
        assertThat(choice.confinement().full()).isTrue();
    }

    @Test
    void itIsTriedOnce() {
        assertThat(choose(Policy.PREFER).sandbox()).isInstanceOf(Bubblewrap.class);

        assertThat(run).hasSize(1);
        assertThat(run.getFirst())
                .contains("bwrap", "--seccomp", "--unshare-all")
                .endsWith("info", "--output=json", "-f", "raw", "in");
    }

    @Test
    void whereItDoesNotWorkTheLimitsAreLeft() {
        inBubblewrap = NO_NAMESPACES;

        var choice = choose(Policy.PREFER);

        assertThat(choice.sandbox()).isInstanceOf(LimitsOnly.class);
        assertThat(choice.confinement().full()).isFalse();
        assertThat(choice.confinement().description()).contains("resource limits only", "No permissions to create");
    }

    @Test
    void whereItIsRequiredNothingLessWillDo() {
        inBubblewrap = NO_NAMESPACES;

        assertThatThrownBy(() -> choose(Policy.REQUIRE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("darkroom.sandbox is require")
                .hasMessageContaining("No permissions to create")
                .hasMessageContaining("install bubblewrap");
        assertThat(run).hasSize(1);
    }

    @Test
    void anUnknownMachineHasNoFilter() {
        assertThat(choose(Policy.PREFER, "riscv64").confinement().description()).contains("riscv64");
        assertThatThrownBy(() -> choose(Policy.REQUIRE, "riscv64")).hasMessageContaining("riscv64");
    }

    @Test
    void withoutQemuImgNothingStarts() {
        inBubblewrap = NO_NAMESPACES;
        underLimits = NO_QEMU_IMG;

        assertThatThrownBy(() -> choose(Policy.PREFER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("qemu-img cannot be run")
                .hasMessageContaining("failed to execute qemu-img")
                .hasMessageContaining("qemu-utils");
    }

    @Test
    void anAnswerThatIsWrongIsNoSuccess() {
        answer = "{\"format\": \"raw\", \"virtual-size\": 1024}";

        assertThatThrownBy(() -> choose(Policy.REQUIRE)).hasMessageContaining("512 bytes are 1024");
    }

    @Test
    void aTrialThatHangsIsNoSuccess() {
        inBubblewrap = HANGS;

        assertThat(choose(Policy.PREFER).confinement().description()).contains("did not end within");
    }

    /** A machine that has just started is busy, and has no memory for a moment. */
    @ParameterizedTest
    @EnumSource
    void troubleThatPassesChoosesNothingLess(Policy policy) {
        passing.add(HANGS);
        passing.add(new Ended(1, false, "bwrap: Creating new namespace failed: Resource temporarily unavailable\n"));

        assertThat(choose(policy).sandbox()).isInstanceOf(Bubblewrap.class);
        assertThat(run).hasSize(3);
    }
}
