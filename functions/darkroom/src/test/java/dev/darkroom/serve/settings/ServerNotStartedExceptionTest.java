package dev.darkroom.serve.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerNotStartedExceptionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.1 | Address already in use          | port 80 of 127.0.0.1 is in use: stop what uses it          | false",
                "0.0.0.0   | Permission denied               | port 80 of 0.0.0.0 may not be used by this user: choose    | false",
                "192.0.2.1 | Cannot assign requested address | 192.0.2.1 is not an address of this machine: set           | true",
            })
    void whyNobodyListensThereIsSaidWithWhatToDo(String address, String words, String sentence, boolean wrong)
            throws IOException {
        var refused = ServerNotStartedException.unbound(
                80, InetAddress.getByName(address), "--http-port", new BindException(words));

        assertThat(refused).hasMessageStartingWith(sentence);
        assertThat(refused.wrongSetting()).isEqualTo(wrong);
    }
}
