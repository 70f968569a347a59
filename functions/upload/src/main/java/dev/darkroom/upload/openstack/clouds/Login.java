package dev.darkroom.upload.openstack.clouds;

/** How to log in at Keystone. Sealed: each way has its own form in the request for a token. */
public sealed interface Login {

    /** What proves that we are it. */
    Secret secret();

    /** A domain, by ID or by name: one of the two is null. */
    record Domain(String id, String name) {}

    /** A user, by ID, or by name within a domain. */
    record User(String id, String name, Domain domain) {}

    /** The project to work in, by ID, or by name within a domain. */
    record Project(String id, String name, Domain domain) {}

    record Password(User user, Secret secret, Project project) implements Login {}

    /**
     * An application credential: it is bound to its project.
     *
     * @param name null when there is an ID
     * @param user whose credential a name means; null when there is an ID
     */
    record ApplicationCredential(String id, String name, User user, Secret secret) implements Login {}

    /** A token that somebody else got: it cannot be renewed beyond its own end. */
    record Token(Secret secret, Project project) implements Login {}
}
