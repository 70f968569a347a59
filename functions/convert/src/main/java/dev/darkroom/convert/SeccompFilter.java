package dev.darkroom.convert;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * The system calls that a confined program must do without, as a program for the kernel (classic BPF over {@code struct
 * seccomp_data}, seccomp(2)). They are those that reach other machines, other processes, other namespaces, or large and
 * little-tried parts of the kernel; those that get round the limits, which count for one process, its memory and its files;
 * and those that leave behind what we could not delete. A refused call answers "Operation not permitted". What is not named
 * is allowed: which calls qemu-img and its libraries make differs from one version to the next.
 */
final class SeccompFilter {
    private static final int ALLOW = 0x7fff0000;
    private static final int KILL_PROCESS = 0x80000000;
    private static final int ERRNO = 0x00050000;
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;

    private static final int LOAD = 0x20;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int JUMP_IF_AT_LEAST = 0x35;
    private static final int JUMP_IF_ANY_BIT = 0x45;
    private static final int RETURN = 0x06;

    private static final int NUMBER_OFFSET = 0;
    private static final int MACHINE_OFFSET = 4;
    private static final int FIRST_ARGUMENT_OFFSET = 16;

    /** All of clone(2)'s CLONE_NEW*. */
    private static final int NEW_NAMESPACES = 0x7e020000;
    /** clone(2)'s CLONE_THREAD: without it there is another process, which may use as much again. */
    private static final int THREAD = 0x00010000;
    /** System calls of the x32 ABI are other numbers for the same calls. */
    private static final int X32 = 0x40000000;

    private static final int CLONE_X86_64 = 56;
    private static final int CLONE_GENERIC = 220;
    private static final int CLONE3 = 435;
    /** The number of no call: what would be refused is not there. */
    private static final int NONE = -1;

    private static final int MOST_INSTRUCTIONS = 128;
    private static final int INSTRUCTION = 8;

    private final byte[] program;

    /** The machines whose numbers are known (AUDIT_ARCH_* of linux/audit.h). */
    enum Machine {
        X86_64(0xc000003e),
        AARCH64(0xc00000b7);

        private final int audit;

        Machine(int audit) {
            this.audit = audit;
        }

        /** @param architecture as in the system property {@code os.arch} */
        static Optional<Machine> of(String architecture) {
            return switch (architecture) {
                case "amd64", "x86_64" -> Optional.of(X86_64);
                case "aarch64", "arm64" -> Optional.of(AARCH64);
                default -> Optional.empty();
            };
        }
    }

    /** A refused call, with its number on x86-64 and on every newer machine (asm-generic/unistd.h), where some are not. */
    enum Refused {
        SOCKET(41, 198),
        SOCKETPAIR(53, 199),
        /** Opens sockets by another door. */
        IO_URING_SETUP(425, 425),
        PTRACE(101, 117),
        PROCESS_VM_READV(310, 270),
        PROCESS_VM_WRITEV(311, 271),
        PIDFD_GETFD(438, 438),
        KCMP(312, 272),
        UNSHARE(272, 97),
        SETNS(308, 268),
        MOUNT(165, 40),
        UMOUNT2(166, 39),
        PIVOT_ROOT(155, 41),
        CHROOT(161, 51),
        OPEN_TREE(428, 428),
        MOVE_MOUNT(429, 429),
        FSOPEN(430, 430),
        FSMOUNT(432, 432),
        MOUNT_SETATTR(442, 442),
        OPEN_BY_HANDLE_AT(304, 265),
        BPF(321, 280),
        PERF_EVENT_OPEN(298, 241),
        USERFAULTFD(323, 282),
        ADD_KEY(248, 217),
        REQUEST_KEY(249, 218),
        KEYCTL(250, 219),
        KEXEC_LOAD(246, 104),
        INIT_MODULE(175, 105),
        FINIT_MODULE(313, 273),
        FORK(57, NONE),
        VFORK(58, NONE),
        MEMFD_CREATE(319, 279),
        MEMFD_SECRET(447, 447),
        SHMGET(29, 194),
        MSGGET(68, 186),
        SEMGET(64, 190),
        MKDIR(83, NONE),
        MKDIRAT(258, 34),
        CHMOD(90, NONE),
        FCHMOD(91, 52),
        FCHMODAT(268, 53),
        FCHMODAT2(452, 452),
        MKNOD(133, NONE),
        MKNODAT(259, 33);

        private final int x8664;
        private final int generic;

        Refused(int x8664, int generic) {
            this.x8664 = x8664;
            this.generic = generic;
        }

        int number(Machine machine) {
            return machine == Machine.X86_64 ? x8664 : generic;
        }
    }

    SeccompFilter(Machine machine) {
        ByteBuffer code = ByteBuffer.allocate(MOST_INSTRUCTIONS * INSTRUCTION).order(ByteOrder.LITTLE_ENDIAN);
        put(code, LOAD, 0, 0, MACHINE_OFFSET);
        put(code, JUMP_IF_EQUAL, 1, 0, machine.audit);
        put(code, RETURN, 0, 0, KILL_PROCESS);
        put(code, LOAD, 0, 0, NUMBER_OFFSET);
        if (machine == Machine.X86_64) {
            put(code, JUMP_IF_AT_LEAST, 0, 1, X32);
            put(code, RETURN, 0, 0, KILL_PROCESS);
        }
        for (Refused call : Refused.values()) {
            put(code, JUMP_IF_EQUAL, 0, 1, call.number(machine));
            put(code, RETURN, 0, 0, ERRNO | EPERM);
        }
        // Its flags lie in memory, where no filter looks; libraries then take clone, whose flags can be seen.
        put(code, JUMP_IF_EQUAL, 0, 1, CLONE3);
        put(code, RETURN, 0, 0, ERRNO | ENOSYS);
        put(code, JUMP_IF_EQUAL, 0, 4, machine == Machine.X86_64 ? CLONE_X86_64 : CLONE_GENERIC);
        put(code, LOAD, 0, 0, FIRST_ARGUMENT_OFFSET);
        put(code, JUMP_IF_ANY_BIT, 1, 0, NEW_NAMESPACES);
        put(code, JUMP_IF_ANY_BIT, 1, 0, THREAD);
        put(code, RETURN, 0, 0, ERRNO | EPERM);
        put(code, RETURN, 0, 0, ALLOW);
        program = Arrays.copyOf(code.array(), code.position());
    }

    /** {@code struct sock_filter[]}, as {@code bwrap --seccomp} reads it. */
    byte[] program() {
        return program.clone();
    }

    private static void put(ByteBuffer code, int operation, int ifTrue, int ifFalse, int value) {
        code.putShort((short) operation).put((byte) ifTrue).put((byte) ifFalse).putInt(value);
    }
}
