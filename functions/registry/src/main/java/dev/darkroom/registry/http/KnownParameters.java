package dev.darkroom.registry.http;

import dev.darkroom.events.Texts;
import dev.darkroom.registry.query.QueryException;
import dev.darkroom.registry.query.Refusal;
import io.netty.handler.codec.http.QueryStringDecoder;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses a question with a parameter that its resource does not read, with an empty one, or with one more often than it is
 * read: it would be answered as if the parameter were not there, which is another question.
 */
public class KnownParameters {
    /** The framework reads so many, and leaves out the others in silence. */
    private static final int MOST = 1024;

    @ServerRequestFilter
    public void filter(ResourceInfo asked, UriInfo uri) {
        String query = uri.getRequestUri().getRawQuery();
        if (query != null) {
            require(asked.getResourceMethod(), query);
        }
    }

    /**
     * @param resource what is asked; it reads the parameters that it declares
     * @param query    as it stands in the URL
     */
    static void require(Method resource, String query) {
        Map<String, List<String>> given =
                new QueryStringDecoder(query, StandardCharsets.UTF_8, false, Integer.MAX_VALUE).parameters();
        int count = given.values().stream().mapToInt(List::size).sum();
        if (count > MOST) {
            throw new QueryException(
                    Refusal.QUESTION_INVALID,
                    "a question has at most " + MOST + " parameters but this one has " + count
                            + ": ask for fewer names at once, or name none to ask for all");
        }
        var known = new TreeMap<String, Parameter>();
        for (Parameter each : resource.getParameters()) {
            QueryParam read = each.getAnnotation(QueryParam.class);
            if (read != null) {
                known.put(read.value(), each);
            }
        }
        given.forEach((name, values) -> {
            if (!known.containsKey(name)) {
                throw new QueryException(
                        Refusal.QUESTION_INVALID,
                        "there is no parameter " + Texts.quote(name) + " here; there are: "
                                + (known.isEmpty() ? "none" : String.join(", ", known.keySet())));
            }
            if (values.contains("")) {
                throw new QueryException(
                        Refusal.QUESTION_INVALID,
                        name + " must have a value but is empty: leave it out, or give it one");
            }
            if (values.size() > 1 && known.get(name).getType() != List.class) {
                throw new QueryException(
                        Refusal.QUESTION_INVALID,
                        name + " is given twice: " + Texts.quote(values.get(0)) + " and " + Texts.quote(values.get(1)));
            }
        });
    }
}
