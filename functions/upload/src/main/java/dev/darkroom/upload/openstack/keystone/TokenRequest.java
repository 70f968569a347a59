package dev.darkroom.upload.openstack.keystone;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.upload.openstack.clouds.Login;

/**
 * The body of {@code POST /v3/auth/tokens}.
 *
 * @see <a href="https://docs.openstack.org/api-ref/identity/v3/#authentication-and-token-management">its reference</a>
 */
final class TokenRequest {
    private TokenRequest() {}

    static String of(Login login) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        ObjectNode auth = request.putObject("auth");
        ObjectNode identity = auth.putObject("identity");
        switch (login) {
            case Login.Password password -> {
                identity.putArray("methods").add("password");
                ObjectNode user = identity.putObject("password").putObject("user");
                user(user, password.user()).put("password", password.secret().reveal());
                scope(auth, password.project());
            }
            case Login.ApplicationCredential credential -> {
                identity.putArray("methods").add("application_credential");
                ObjectNode form = identity.putObject("application_credential");
                named(form, credential.id(), credential.name(), null)
                        .put("secret", credential.secret().reveal());
                if (credential.user() != null) {
                    user(form.putObject("user"), credential.user());
                }
            }
            case Login.Token token -> {
                identity.putArray("methods").add("token");
                identity.putObject("token").put("id", token.secret().reveal());
                scope(auth, token.project());
            }
        }
        return request.toString();
    }

    private static void scope(ObjectNode auth, Login.Project project) {
        named(auth.putObject("scope").putObject("project"), project.id(), project.name(), project.domain());
    }

    private static ObjectNode user(ObjectNode form, Login.User user) {
        return named(form, user.id(), user.name(), user.domain());
    }

    private static ObjectNode named(ObjectNode form, String id, String name, Login.Domain domain) {
        if (id != null) {
            return form.put("id", id);
        }
        if (domain != null) {
            named(form.putObject("domain"), domain.id(), domain.name(), null);
        }
        return form.put("name", name);
    }
}
