package dev.darkroom.fetch;

import static dev.darkroom.events.testing.Failures.assertFails;
import static dev.darkroom.fetch.Fetching.image;
import static dev.darkroom.fetch.Fetching.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.FailureCode;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HashesTest {

    private static Hashes hashes(Executor executor) {
        return new Hashes(List.of(Algorithm.SHA256), executor);
    }

    @Test
    void moreBytesThanThereAreBuffersAreHashed() {
        var hashes = hashes(Runnable::run);
        for (int i = 0; i < 20; i++) {
            byte[] buffer = hashes.buffer();
            buffer[0] = (byte) i;
            hashes.update(buffer, 1);
        }

        byte[] all = new byte[20];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertThat(hashes.finish()).containsEntry(Algorithm.SHA256, sha256(all));
    }

    static Stream<Arguments> troubles() {
        return Stream.of(
                Arguments.argumentSet(
                        "a stopped executor",
                        (Executor) task -> {
                            throw new RejectedExecutionException();
                        },
                        1),
                Arguments.argumentSet(
                        "no thread",
                        (Executor) task -> {
                            throw new OutOfMemoryError();
                        },
                        1),
                Arguments.argumentSet("more bytes than there are", (Executor) Runnable::run, Hashes.BUFFER + 1));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void hashingThatFailsEndsTheReading(Executor executor, int length) {
        var hashes = hashes(executor);

        assertFails(FailureCode.INTERNAL_ERROR, () -> {
            for (int i = 0; i < 20; i++) {
                hashes.update(hashes.buffer(), length);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void thereAreNoHashesOfSomeOfTheBytes(Executor executor, int length) {
        var hashes = hashes(executor);
        hashes.update(image(1), length);

        assertFails(FailureCode.INTERNAL_ERROR, hashes::finish);
        assertFails(FailureCode.INTERNAL_ERROR, hashes::reset);
    }
}
