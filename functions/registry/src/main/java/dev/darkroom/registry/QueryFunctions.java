package dev.darkroom.registry;

import dev.darkroom.registry.query.FindIds;
import dev.darkroom.registry.query.ImageView;
import dev.darkroom.registry.query.Query;
import io.quarkus.funqy.Funq;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Questions, as functions. Where functions answer over HTTP it is under their names: none is a path of the registry's own. */
@ApplicationScoped
public class QueryFunctions {
    private final FindIds ids;
    private final Query query;

    public QueryFunctions(FindIds ids, Query query) {
        this.ids = ids;
        this.query = query;
    }

    /** A name at a target; without a target: an ID at the only one, an image at all. */
    public static class Question {
        public String target;
        public String name;
    }

    /** Name to image ID; of one key or alias, or of all when none is named. */
    @Funq("find-ids")
    public Map<String, String> ids(Question question) {
        Set<String> names = question.name == null ? Set.of() : Set.of(question.name);
        return ids.find(new FindIds.Question(question.target, names, Duration.ZERO))
                .all();
    }

    /** What is known of one key or alias. */
    @Funq("find-image")
    public ImageView image(Question question) {
        return query.image(question.name, question.target, Duration.ZERO);
    }
}
