package dev.darkroom.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.convert.SeccompFilter.Machine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The filter, run by an interpreter of the few instructions that it uses, as the kernel would. */
class SeccompFilterTest {
    private static final int ALLOW = 0x7fff0000;
    private static final int EPERM = 0x00050001;
    private static final int ENOSYS = 0x00050026;
    private static final int KILL = 0x80000000;
    private static final int X86_64 = 0xc000003e;
    private static final int AARCH64 = 0xc00000b7;
    private static final int I386 = 0x40000003;

    private static int judge(Machine filter, int machine, int call, long firstArgument) {
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(call).putInt(machine).putLong(0).putLong(firstArgument);
        ByteBuffer code = ByteBuffer.wrap(new SeccompFilter(filter).program()).order(ByteOrder.LITTLE_ENDIAN);
        int accumulator = 0;
        for (int at = 0; ; at++) {
            int operation = code.getShort(at * 8);
            int ifTrue = Byte.toUnsignedInt(code.get(at * 8 + 2));
            int ifFalse = Byte.toUnsignedInt(code.get(at * 8 + 3));
            int value = code.getInt(at * 8 + 4);
            switch (operation) {
                case 0x20 -> accumulator = data.getInt(value);
                case 0x15 -> at += accumulator == value ? ifTrue : ifFalse;
                case 0x35 -> at += Integer.compareUnsigned(accumulator, value) >= 0 ? ifTrue : ifFalse;
                case 0x45 -> at += (accumulator & value) != 0 ? ifTrue : ifFalse;
                case 0x06 -> {
                    return value;
                }
                default -> throw new AssertionError("unknown instruction " + operation);
            }
        }
    }

    private static int audit(Machine machine) {
        return machine == Machine.X86_64 ? X86_64 : AARCH64;
    }

    @ParameterizedTest
    @EnumSource
    void everyNamedCallIsRefused(Machine machine) {
        for (SeccompFilter.Refused call : SeccompFilter.Refused.values()) {
            assertThat(judge(machine, audit(machine), call.number(machine), 0))
                    .as(call.name())
                    .isEqualTo(EPERM);
        }
    }

    /** Numbers of the kernel's own headers, by hand. */
    @ParameterizedTest
    @CsvSource({
        "X86_64,  socket,         41", "AARCH64, socket,         198",
        "X86_64,  socketpair,     53", "AARCH64, socketpair,     199",
        "X86_64,  io_uring_setup, 425", "AARCH64, io_uring_setup, 425",
        "X86_64,  ptrace,         101", "AARCH64, ptrace,         117",
        "X86_64,  unshare,        272", "AARCH64, unshare,        97",
        "X86_64,  setns,          308", "AARCH64, setns,          268",
        "X86_64,  mount,          165", "AARCH64, mount,          40",
        "X86_64,  bpf,            321", "AARCH64, bpf,            280",
        "X86_64,  keyctl,         250", "AARCH64, keyctl,         219",
        "X86_64,  memfd_create,   319", "AARCH64, memfd_create,   279",
        "X86_64,  shmget,         29", "AARCH64, shmget,         194",
        "X86_64,  mkdirat,        258", "AARCH64, mkdirat,        34",
        "X86_64,  fchmod,         91", "AARCH64, fchmod,         52",
        "X86_64,  fchmodat,       268", "AARCH64, fchmodat,       53",
        "X86_64,  fchmodat2,      452", "AARCH64, fchmodat2,      452",
        "X86_64,  mknodat,        259", "AARCH64, mknodat,        33",
        "X86_64,  fork,           57", "X86_64,  vfork,          58",
        "X86_64,  mkdir,          83", "X86_64,  chmod,          90",
    })
    void noSocketsNoOtherProcessesNoNamespacesNoMoreThanTheLimits(Machine machine, String name, int number) {
        assertThat(judge(machine, audit(machine), number, 0)).as(name).isEqualTo(EPERM);
    }

    @ParameterizedTest
    @CsvSource({
        "X86_64,  read,      0", "AARCH64, read,      63",
        "X86_64,  pwrite64,  18", "AARCH64, pwrite64,  68",
        "X86_64,  openat,    257", "AARCH64, openat,    56",
        "X86_64,  execve,    59", "AARCH64, execve,    221",
        "X86_64,  mmap,      9", "AARCH64, mmap,      222",
        "X86_64,  futex,     202", "AARCH64, futex,     98",
        "X86_64,  eventfd2,  290", "AARCH64, eventfd2,  19",
        "X86_64,  ftruncate, 77", "AARCH64, ftruncate, 46",
    })
    void whatQemuImgNeedsIsAllowed(Machine machine, String name, int number) {
        assertThat(judge(machine, audit(machine), number, 0)).as(name).isEqualTo(ALLOW);
    }

    @ParameterizedTest
    @CsvSource({"X86_64, 56", "AARCH64, 220"})
    void threadsAreAllowedAndNamespacesAreNot(Machine machine, int clone) {
        int thread = 0x003d0f00;
        assertThat(judge(machine, audit(machine), clone, thread)).isEqualTo(ALLOW);
        for (int namespace : new int[] {0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000}) {
            assertThat(judge(machine, audit(machine), clone, thread | namespace))
                    .as(Integer.toHexString(namespace))
                    .isEqualTo(EPERM);
        }
    }

    /** As fork(2), vfork(2) and posix_spawn(3) ask for one. */
    @ParameterizedTest
    @CsvSource({"X86_64, 56", "AARCH64, 220"})
    void furtherProcessesAreNot(Machine machine, int clone) {
        for (int process : new int[] {0, 17, 0x4111, 0x01200011}) {
            assertThat(judge(machine, audit(machine), clone, process))
                    .as(Integer.toHexString(process))
                    .isEqualTo(EPERM);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCloneWhoseFlagsCannotBeSeenDoesNotExist(Machine machine) {
        assertThat(judge(machine, audit(machine), 435, 0)).isEqualTo(ENOSYS);
    }

    @Test
    void otherNumberingsOfTheSameMachineAreDeadly() {
        assertThat(judge(Machine.X86_64, I386, 0, 0)).isEqualTo(KILL);
        assertThat(judge(Machine.X86_64, AARCH64, 0, 0)).isEqualTo(KILL);
        assertThat(judge(Machine.AARCH64, X86_64, 63, 0)).isEqualTo(KILL);
        assertThat(judge(Machine.X86_64, X86_64, 0x40000000 + 41, 0)).isEqualTo(KILL);
    }

    @ParameterizedTest
    @CsvSource({"amd64, X86_64", "x86_64, X86_64", "aarch64, AARCH64", "arm64, AARCH64", "riscv64,", "x86,", "'',"})
    void machinesAreKnownByTheirNames(String architecture, Machine machine) {
        assertThat(Machine.of(architecture).orElse(null)).isEqualTo(machine);
    }
}
