package dev.darkroom.broker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that nobody has, for servers that cannot take any and say which. Those that Linux gives to whoever asks for any, or
 * connects, begin at 32768: one of them could be somebody's before the server has it.
 */
public final class UnusedPort {
    private static final int FIRST = 20_000;
    private static final int END = 32_768;

    private UnusedPort() {}

    /** Holds one until it is closed. */
    public static ServerSocket hold(InetAddress address) throws IOException {
        for (int tries = 0; tries < 100; tries++) {
            try {
                return new ServerSocket(ThreadLocalRandom.current().nextInt(FIRST, END), 1, address);
            } catch (BindException taken) {
                continue;
            }
        }
        return new ServerSocket(0, 1, address);
    }
}
