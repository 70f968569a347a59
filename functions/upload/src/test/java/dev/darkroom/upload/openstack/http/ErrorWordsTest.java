package dev.darkroom.upload.openstack.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorWordsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"error": {"code": 401, "message": "The request you have made requires authentication.", "title": "Unauthorized"}} | The request you have made requires authentication.
            {"message": "Image ID x already exists!<br /><br />\\n\\n\\n", "code": "409 Conflict"} | Image ID x already exists!
            {"faultstring": "no", "code": 1}                      | no
            {"error": "invalid"}                                  | invalid
            {"nothing": "known"}                                  | ''
            {"message": "cut                                      | {"message": "cut
            '  <html> <head> <title>409 Conflict</title> </head> <body> <h1>409 Conflict</h1> Image &quot;a&quot; isn&#x27;t queued &amp;lt;<br /><br /> </body></html>' | Image "a" isn't queued &lt;
            <html><style>p {}</style><p>502</p><p>Bad Gateway</p> | 502 Bad Gateway
            <                                                     | <
            ''                                                    | ''
            """)
    void theSentenceIsFound(String body, String sentence) {
        assertThat(words(body)).isEqualTo(sentence);
    }

    @Test
    void onlyTheBeginningOfALongPageIsLookedAt() {
        assertThat(words("a".repeat(1 << 20))).hasSize(8 * 1024);
        assertThat(words("<".repeat(1 << 20))).hasSize(8 * 1024);
    }

    private static String words(String body) {
        return ErrorWords.of(body.getBytes(StandardCharsets.UTF_8));
    }
}
