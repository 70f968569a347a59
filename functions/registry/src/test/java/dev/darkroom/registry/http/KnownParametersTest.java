package dev.darkroom.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.registry.query.QueryException;
import dev.darkroom.registry.query.Refusal;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownParametersTest {
    private static final Method IDS = method(IdsResource.class, "ids");
    private static final Method IMAGES = method(ImagesResource.class, "images");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "targt=x            | there is no parameter \"targt\" here; there are: format, key, target, wait",
                "format=json&t%61g= | there is no parameter \"tag\" here; there are: format, key, target, wait",
                "key                | key must have a value but is empty",
                "key=               | key must have a value but is empty",
                "key=a&key          | key must have a value but is empty",
                "target=&key=a      | target must have a value but is empty",
                "target=a&target=b  | target is given twice: \"a\" and \"b\"",
                "wait=1&key=a&wait=x | wait is given twice: \"1\" and \"x\"",
            })
    void aParameterThatWouldBeIgnoredIsRefused(String query, String words) {
        refuses(IDS, query, words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&", "key=a&key=b", "target=cloud&format=env&wait=10s&key=%C3%A4"})
    void whatIsReadIsTaken(String query) {
        assertThatCode(() -> KnownParameters.require(IDS, query)).doesNotThrowAnyException();
    }

    /** The framework reads no more, and says nothing. */
    @Test
    void moreParametersThanAreReadAreRefused() {
        String most = "key=a" + "&key=a".repeat(1022);

        assertThatCode(() -> KnownParameters.require(IDS, most + "&target=b")).doesNotThrowAnyException();
        refuses(IDS, most + "&key=a&target=b", "a question has at most 1024 parameters but this one has 1025");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=1s", "page=2"})
    void whereNoneIsReadNoneIsTaken(String query) {
        refuses(IMAGES, query, "here; there are: none");
    }

    private static void refuses(Method resource, String query, String words) {
        assertThatThrownBy(() -> KnownParameters.require(resource, query))
                .isInstanceOfSatisfying(
                        QueryException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.QUESTION_INVALID))
                .hasMessageContaining(words);
    }

    private static Method method(Class<?> resource, String name) {
        return Arrays.stream(resource.getMethods())
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
